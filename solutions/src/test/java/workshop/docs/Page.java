package workshop.docs;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, in Markdown. A line such as {@code <!-- failure: memo1 IsThreadSafe.callersInTurn -->}
 * before a block says what the block shows. Immutable.
 */
record Page(Path file, List<String> lines) {

    private static final Path KIT = Path.of("..");
    private static final Pattern SHOWS = Pattern.compile("<!-- (\\w+): (.+) -->");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|^\\[[^]]+]: (\\S+)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("(?<!`)`(mvn [^`]+)`(?!`)");

    /**
     * A fenced block.
     *
     * @param line where its text begins, counted from 0
     * @param kind what kind of thing it shows, or "" if the page does not say
     * @param subject which of these things it shows
     * @param text its lines, without the fences
     */
    record Block(int line, String kind, String subject, String text) {}

    /** All pages of the kit. */
    static List<Page> all() {
        try (Stream<Path> docs = Files.walk(KIT.resolve("docs"))) {
            Stream<Path> others = Stream.of("README.md", "CONTRIBUTING.md", "exercises/README.md").map(KIT::resolve);
            return Stream.concat(others, docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page read(Path file) {
        try {
            return new Page(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int begin = 0; begin < lines.size(); begin++) {
            if (lines.get(begin).startsWith("```")) {
                Matcher shows = SHOWS.matcher(begin == 0 ? "" : lines.get(begin - 1));
                boolean says = shows.matches();
                int end = begin + 1;
                while (!lines.get(end).equals("```")) {
                    end++;
                }
                blocks.add(new Block(begin + 1, says ? shows.group(1) : "", says ? shows.group(2) : "",
                        String.join("\n", lines.subList(begin + 1, end))));
                begin = end;
            }
        }
        return blocks;
    }

    /** Where the links lead to. */
    List<String> links() {
        return LINK.matcher(String.join("\n", lines)).results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .toList();
    }

    /** The Maven commands, in blocks of their own or in a sentence. */
    List<String> commands() {
        Stream<String> inBlocks = blocks().stream().flatMap(block -> block.text.lines());
        Stream<String> inSentences =
                CODE.matcher(lines.stream().collect(joining("\n"))).results().map(code -> code.group(1));
        return Stream.concat(inBlocks.filter(line -> line.startsWith("mvn ")), inSentences).toList();
    }

    /** The page with this text in the block. */
    Page with(Block block, String text) {
        List<String> changed = new ArrayList<>(lines.subList(0, block.line));
        changed.addAll(text.lines().toList());
        changed.addAll(lines.subList(block.line + (int) block.text.lines().count(), lines.size()));
        return new Page(file, changed);
    }

    void write() {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return KIT.relativize(file).toString();
    }
}
