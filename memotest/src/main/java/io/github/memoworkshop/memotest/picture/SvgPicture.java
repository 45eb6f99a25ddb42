package io.github.memoworkshop.memotest.picture;

import io.github.memoworkshop.memotest.picture.Picture.Kind;
import io.github.memoworkshop.memotest.picture.Picture.Lane;
import io.github.memoworkshop.memotest.picture.Picture.Moment;
import io.github.memoworkshop.memotest.picture.Picture.Span;
import io.github.memoworkshop.memotest.picture.Picture.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Shows a picture as SVG, light or dark as the reader prefers. What a caller does is told by the form of a bar as well
 * as by its colour, and in words to whoever cannot see it.
 */
public final class SvgPicture {

    /** The looks of all pictures. In a page they are needed once. */
    static final String STYLE = """
            .memo{--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--fetch:#0969da;--lock:#bc4c00;\
            --entry:#6639ba;--cache:#1a7f37;--broken:#cf222e;font:13px system-ui,sans-serif}
            @media(prefers-color-scheme:dark){.memo{--ink:#f0f6fc;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;\
            --fetch:#1f6feb;--lock:#f0883e;--entry:#bc8cff;--cache:#3fb950;--broken:#ff7b72}}
            .memo text{fill:var(--ink)}.memo .code{font:12px ui-monospace,Consolas,monospace}
            .memo .title{font-weight:600}.memo .soft{fill:var(--soft)}.memo .grid{stroke:var(--line)}
            .memo .fetches{fill:var(--fetch)}.memo text.inside{fill:#fff}.memo .lock{stroke:var(--lock);\
            stroke-width:16;stroke-dasharray:3 3}.memo .entry{stroke:var(--entry);stroke-width:2;fill:none}
            .memo .cache{fill:var(--cache)}.memo .stopped{stroke:var(--ink);fill:none;stroke-width:1.5}
            .memo .runs{stroke:var(--soft);stroke-dasharray:1 4;stroke-width:2}
            .memo .dot{fill:var(--paper);stroke:var(--ink)}.memo .number{font-size:11px;text-anchor:middle}
            .memo .breaks{stroke:var(--broken);stroke-width:2;stroke-dasharray:6 3}
            .memo .dot.broken{fill:var(--broken);stroke:var(--broken)}
            .memo text.number.broken{fill:var(--paper);font-weight:700}
            .memo text.rule{fill:var(--broken);font-weight:600}
            """;

    private static final int NAME_LENGTH = 20;
    private static final int KEY_LENGTH = 14;
    private static final double CODE_CHARACTER = 7.3; // the width of a character, generously
    private static final double CHARACTER = 7.2;
    private static final String PAPER = "<rect width=\"100%\" height=\"100%\" fill=\"var(--paper)\"/>";

    private static final int LINE = 110;
    private static final int ROW = 26;
    private static final int WIDTH = 440;

    private final Picture picture;
    private final StringBuilder svg = new StringBuilder();
    private final double keys;
    private final double left;
    private final double width;
    private final double top;
    private double right;

    private SvgPicture(Picture picture) {
        this.picture = picture;
        keys = 8 + widest(Lane::name, NAME_LENGTH) + 10;
        left = keys + widest(Lane::onlyKey, KEY_LENGTH) + 14;
        int moments = picture.moments().size();
        width = moments == 0 ? WIDTH : moments * Math.max(30, Math.min(64, 640 / moments));
        top = picture.moments().stream().anyMatch(moment -> moment.lane().isEmpty()) ? 54 : 34;
        right = left + width;
    }

    private double widest(Function<Lane, String> words, int longest) {
        return picture.lanes().stream().mapToInt(lane -> Math.min(words.apply(lane).length(), longest)).max().orElse(0)
                * CODE_CHARACTER;
    }

    /** The picture as a document of its own, in UTF-8, which tells below the lanes what the numbers in them mean. */
    public static String document(Picture picture) {
        return new SvgPicture(picture).draw(true);
    }

    /** The picture as a part of a page that has the {@link #STYLE} and tells itself what the numbers mean. */
    static String element(Picture picture) {
        return new SvgPicture(picture).draw(false);
    }

    private String draw(boolean alone) {
        double bottom = top + picture.lanes().size() * ROW;
        for (Tick tick : picture.ticks()) {
            line("grid", x(tick.at()), top - 4, x(tick.at()), bottom + 4);
            text("soft\" text-anchor=\"middle", x(tick.at()), bottom + 18, tick.label());
        }
        List<Lane> lanes = picture.lanes();
        for (int i = 0; i < lanes.size(); i++) {
            lane(lanes.get(i), top + i * ROW + ROW / 2.0);
        }
        moments(bottom);
        bottom += picture.ticks().isEmpty() ? 4 : 24;
        right = Math.max(right, legend(bottom + 16));
        bottom += 28;
        if (alone) {
            for (String line : story()) {
                bottom += 18;
                text(line.startsWith("!") ? "rule" : "code", 8, bottom, line.replaceFirst("^!", ""));
                right = Math.max(right, 8 + line.length() * CODE_CHARACTER);
            }
            bottom += 10;
        }
        double all = Math.max(right, 8 + picture.title().length() * CHARACTER) + 24;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"memo\" role=\"img\" viewBox=\"0 0 "
                + number(all) + " " + number(bottom)
                + "\" width=\"" + number(all) + "\" height=\"" + number(bottom) + "\">"
                + "<title>" + escape(picture.title()) + "</title><desc>" + escape(inWords(picture)) + "</desc>"
                + (alone ? "<style>" + STYLE + "</style>" + PAPER : "")
                + "<text class=\"title\" x=\"8\" y=\"18\">" + escape(picture.title()) + "</text>" + svg + "</svg>\n";
    }

    private double x(long time) {
        return left + time * width / Math.max(1, picture.length());
    }

    /** A moment is in the middle of its column. */
    private double middle(int moment) {
        return left + (moment + 0.5) * width / picture.moments().size();
    }

    private void lane(Lane lane, double y) {
        text("code", 8, y + 4, TextPicture.shorten(lane.name(), NAME_LENGTH));
        text("code", keys, y + 4, TextPicture.shorten(lane.onlyKey(), KEY_LENGTH));
        double shift = picture.moments().isEmpty() ? 0 : middle(0) - left;
        double free = 0;
        for (Span span : lane.spans()) {
            double from = x(span.from()) + shift;
            if (span.kind() == Kind.FROM_CACHE) {
                from = Math.max(from, free); // side by side, although at the same time
                free = from + 17;
                right = Math.max(right, free);
            }
            double to = Math.min(x(span.to()) + shift, left + width);
            svg.append("<g><title>").append(escape(inWords(lane, span))).append("</title>");
            bar(span, from, to, y);
            svg.append("</g>");
        }
    }

    private void bar(Span span, double from, double to, double y) {
        switch (span.kind()) {
            case FETCHES -> {
                rectangle("fetches", from, y - 9, to - from, 18);
                if (span.key().length() * CODE_CHARACTER + 24 < to - from) {
                    text("code inside\" text-anchor=\"middle", (from + to) / 2, y + 4, span.key());
                }
            }
            case WAITS_FOR_LOCK -> line("lock", from, y, to, y);
            case WAITS_FOR_ENTRY -> {
                line("entry", from, y, to, y);
                line("entry", to - 1, y - 6, to - 1, y + 6);
                line("entry", from + 1, y - 6, from + 1, y + 6);
            }
            case FROM_CACHE -> svg.append("<path class=\"cache\" d=\"M").append(number(from)).append(' ')
                    .append(number(y - 8)).append("l8 8-8 8-8-8z\"/>");
            case IS_STOPPED -> rectangle("stopped", from, y - 8, to - from, 16);
            case RUNS -> line("runs", from, y, to, y);
        }
    }

    private void moments(double bottom) {
        List<Moment> moments = picture.moments();
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            double x = middle(i);
            if (moment.isBroken()) {
                line("breaks", x, top - 6, x, bottom + 4);
            }
            double y = top - 16;
            for (int lane = 0; lane < picture.lanes().size(); lane++) {
                if (picture.lanes().get(lane).name().equals(moment.lane())) {
                    y = top + lane * ROW + ROW / 2.0;
                }
            }
            String broken = moment.isBroken() ? " broken" : "";
            svg.append("<g><title>").append(escape(moment.isBroken() ? moment.rule() : moment.words()))
                    .append("</title><circle class=\"dot").append(broken)
                    .append("\" cx=\"").append(number(x)).append("\" cy=\"").append(number(y)).append("\" r=\"9\"/>");
            text("number" + broken, x, y + 4, String.valueOf(i + 1));
            svg.append("</g>");
        }
    }

    /** Explains the bars, and returns where the explanation ends at the right. */
    private double legend(double y) {
        double x = 8;
        for (Kind kind : Kind.values()) {
            if (picture.count(kind) > 0) {
                double from = kind == Kind.FROM_CACHE ? x + 12 : x;
                bar(new Span(kind, "", 0, 0), from, x + 24, y);
                text("soft", x + 30, y + 4, kind.words);
                x += 30 + kind.words.length() * CHARACTER + 16;
            }
        }
        return x;
    }

    private List<String> story() {
        List<String> story = new ArrayList<>();
        for (int i = 0; i < picture.moments().size(); i++) {
            Moment moment = picture.moments().get(i);
            String number = (i + 1) + "  ";
            if (!moment.words().isEmpty()) {
                story.add(number + TextPicture.shorten(moment.words(), LINE));
            }
            if (moment.isBroken()) {
                story.add("!" + (moment.words().isEmpty() ? number : "") + "\u2717 Rule broken: "
                        + TextPicture.shorten(moment.rule(), LINE));
            }
        }
        return story;
    }

    /** What can be seen, for whoever cannot see it. */
    static String inWords(Picture picture) {
        StringBuilder words = new StringBuilder();
        for (Moment moment : picture.moments()) {
            words.append(moment.words()).append(moment.words().isEmpty() ? "" : ". ")
                    .append(moment.isBroken() ? "Rule broken: " + moment.rule() : "");
        }
        if (words.isEmpty()) {
            for (Lane lane : picture.lanes()) {
                lane.spans().forEach(span -> words.append(inWords(lane, span)).append(". "));
            }
        }
        return words.toString().strip();
    }

    private static String inWords(Lane lane, Span span) {
        String verb = span.kind() == Kind.FROM_CACHE ? " is served " : " ";
        return lane.name() + verb + span.kind().words + ": " + span.key();
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append("<line class=\"").append(style).append("\" x1=\"").append(number(x1))
                .append("\" y1=\"").append(number(y1)).append("\" x2=\"").append(number(x2))
                .append("\" y2=\"").append(number(y2)).append("\"/>");
    }

    private void rectangle(String style, double x, double y, double w, double h) {
        svg.append("<rect class=\"").append(style).append("\" x=\"").append(number(x))
                .append("\" y=\"").append(number(y)).append("\" width=\"").append(number(w))
                .append("\" height=\"").append(number(h)).append("\" rx=\"2\"/>");
    }

    private void text(String style, double x, double y, String words) {
        svg.append("<text class=\"").append(style).append("\" x=\"").append(number(x)).append("\" y=\"")
                .append(number(y)).append("\">").append(escape(words)).append("</text>");
    }

    /** With one digit after the point, whatever the locale. */
    private static String number(double number) {
        return String.valueOf(Math.round(number * 10) / 10.0);
    }

    /** For XML and HTML, in an element or in an attribute with double quotes. What XML cannot hold is replaced. */
    static String escape(String words) {
        StringBuilder escaped = new StringBuilder();
        words.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(character) ? character : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    /** Whether XML 1.0 has this character (production 2). */
    private static boolean isXml(int character) {
        return character == '\t' || character == '\n' || character == '\r'
                || character >= 0x20 && character <= 0xD7FF || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000;
    }
}
