package io.github.memoworkshop.memotest.picture;

import io.github.memoworkshop.memotest.picture.Picture.Kind;
import io.github.memoworkshop.memotest.picture.Picture.Lane;
import io.github.memoworkshop.memotest.picture.Picture.Moment;
import io.github.memoworkshop.memotest.picture.Picture.Span;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows a picture as text, at most 100 columns wide: in block characters where the charset has them, otherwise in
 * ASCII. Where events have moments of their own, they are numbered, and told below the lanes.
 */
public final class TextPicture {

    private static final int WIDTH = 60;
    private static final int NAME = 20;
    private static final int KEY = 14;
    private static final int MOMENT = 4;

    private final Picture picture;
    private final boolean blocks;
    private final int width;
    private final int names;
    private final int headings;

    private TextPicture(Picture picture, Charset charset) {
        this.picture = picture;
        blocks = charset.canEncode() && Stream.of(Kind.values())
                .allMatch(kind -> charset.newEncoder().canEncode(kind.block));
        width = picture.moments().isEmpty() ? WIDTH : picture.moments().size() * MOMENT;
        names = picture.lanes().stream().mapToInt(lane -> Math.min(NAME, lane.name().length())).max().orElse(0) + 2;
        headings = names + 2
                + picture.lanes().stream().mapToInt(lane -> Math.min(KEY, lane.onlyKey().length())).max().orElse(0);
    }

    /** The picture, in lines that end with {@code \n}, for an output in this charset. */
    public static String of(Picture picture, Charset charset) {
        return new TextPicture(picture, charset).draw();
    }

    private String draw() {
        StringBuilder text = new StringBuilder(picture.title()).append('\n');
        for (Lane lane : picture.lanes()) {
            text.append((pad(heading(lane), headings) + row(lane)).stripTrailing()).append('\n');
        }
        if (!picture.ticks().isEmpty()) {
            text.append((" ".repeat(headings) + axis()).stripTrailing()).append('\n');
        }
        text.append(legend()).append('\n');
        List<Moment> moments = picture.moments();
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            String number = (moment.isBroken() ? "!" : "") + (i + 1);
            text.append(" ".repeat(MOMENT - number.length())).append(number).append("  ").append(moment.words());
            if (moment.isBroken()) {
                text.append(moment.words().isEmpty() ? "" : "\n" + " ".repeat(MOMENT + 2)).append("RULE BROKEN: ")
                        .append(moment.rule());
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String heading(Lane lane) {
        return pad(shorten(lane.name(), NAME), names) + shorten(lane.onlyKey(), KEY);
    }

    private String row(Lane lane) {
        char[] row = new char[width + 10];
        Arrays.fill(row, ' ');
        for (Span span : lane.spans()) {
            int from = column(span.from());
            while (span.kind() == Kind.FROM_CACHE && row[from] == Kind.FROM_CACHE.ascii && from + 1 < row.length) {
                from++; // side by side, although at the same time
            }
            int to = Math.max(from + 1, column(span.to()));
            Arrays.fill(row, from, to, blocks ? span.kind().block : span.kind().ascii);
            if (lane.keys().size() > 1 && span.kind() == Kind.FETCHES && span.key().length() + 2 <= to - from) {
                write(span.key(), row, from + 1);
            }
        }
        for (int i = 0; i < picture.moments().size(); i++) {
            Moment moment = picture.moments().get(i);
            if (moment.lane().equals(lane.name()) || moment.isBroken()) {
                write(moment.isBroken() ? "!" + (i + 1) : "" + (i + 1), row, i * MOMENT);
            }
        }
        return new String(row);
    }

    private String axis() {
        char[] row = new char[width + 10];
        Arrays.fill(row, ' ');
        picture.ticks().forEach(tick -> write(tick.label(), row, column(tick.at())));
        return new String(row);
    }

    private int column(long time) {
        return (int) (time * width / Math.max(1, picture.length()));
    }

    private static void write(String words, char[] row, int at) {
        words.getChars(0, Math.min(words.length(), row.length - at), row, at);
    }

    private String legend() {
        return Stream.of(Kind.values())
                .filter(kind -> picture.count(kind) > 0)
                .map(kind -> (blocks ? kind.block : kind.ascii) + " " + kind.words)
                .collect(Collectors.joining("   "));
    }

    private static String pad(String words, int length) {
        return words + " ".repeat(length - words.length());
    }

    /** The beginning and the end of it where it is too long, which tell more than its middle. */
    static String shorten(String words, int length) {
        int half = (length - 3) / 2;
        return words.length() <= length ? words
                : words.substring(0, length - 3 - half) + "..." + words.substring(words.length() - half);
    }
}
