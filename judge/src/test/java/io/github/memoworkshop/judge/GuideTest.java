package io.github.memoworkshop.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the instructor's guide says is so. */
class GuideTest {

    private static final Path CORPUS = Path.of("../solutions/src/test/corpus/wrong");

    @TempDir
    private Path folder;

    private final String guide = text(Path.of("../docs/instructor.md"));

    @Test
    void theSettingsAreUnderstood() throws Exception {
        String example = block("properties");

        Settings settings = Settings.read(
                Files.writeString(folder.resolve("grading.properties"), example), Grid.ofTheKit());

        assertEquals(3, settings.points("memo4.WaitsWell"));
        assertEquals(1, settings.points("memo4.Remembers"));
        assertEquals(Settings.DEFAULT.limits(), settings.limits(), "the defaults");
        assertEquals(List.of("java.util.Scanner", "java.text.*"), settings.alsoAllowed());
        assertTrue(guide.contains("one point, twelve in all"));
        assertEquals(12, Grid.ofTheKit().keys().size());
    }

    @Test
    void theCommandsAreUnderstood() {
        Pattern command = Pattern.compile("\"-Dexec.args=(\\w+)[^\"]*\"");

        List<String> commands = command.matcher(guide).results().map(it -> it.group(1)).toList();

        assertEquals(List.of("answer", "class", "merge"), commands);
    }

    @Test
    void theNumbersAreThoseOfTheCorpus() throws IOException {
        Map<String, Integer> caught = new HashMap<>();
        int memos = 0;
        try (Stream<Path> files = Files.walk(CORPUS)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                memos++;
                String stage = file.getParent().getFileName().toString();
                String promises = text(file).lines()
                        .filter(line -> line.startsWith("// caught by: "))
                        .findFirst()
                        .orElseThrow()
                        .substring("// caught by: ".length());
                for (String promise : promises.split(", ")) {
                    caught.merge(stage + "." + promise, 1, Integer::sum);
                }
            }
        }
        List<String> columns =
                List.of("Remembers", "IsThreadSafe", "FetchesInParallel", "FetchesOnce", "WaitsWell");
        for (int stage = 1; stage <= 4; stage++) {
            StringBuilder row = new StringBuilder("| memo" + stage + " |");
            for (String promise : columns) {
                Integer number = caught.get(Grid.key(stage, promise));
                row.append(number == null ? " |" : " " + number + " |");
            }
            assertTrue(guide.contains(row), () -> "The row should be " + row);
        }
        assertTrue(guide.contains("a corpus of " + memos + " wrong memos"), "There are " + memos);
    }

    @Test
    void theMemosOfTheTeachingNotesAreThere() throws IOException {
        String notes = guide.substring(guide.indexOf("**Stage 1**"), guide.indexOf("## Check one answer"));
        List<String> names = Pattern.compile("`([A-Z]\\w+)`").matcher(notes).results()
                .map(it -> it.group(1))
                .toList();

        TreeSet<String> corpus = new TreeSet<>();
        try (Stream<Path> files = Files.walk(CORPUS)) {
            files.forEach(file -> corpus.add(file.getFileName().toString().replace(".java", "")));
        }
        assertTrue(names.size() > 10);
        assertTrue(corpus.containsAll(names), () -> names + " but the corpus has " + corpus);
    }

    @Test
    void theTimetablesAddUp() {
        List<Integer> sums = Stream.of(guide.split("\\| minutes \\| what \\|"))
                .skip(1)
                .map(table -> Pattern.compile("(?m)^\\| (\\d+) \\|").matcher(table).results()
                        .mapToInt(row -> Integer.parseInt(row.group(1)))
                        .sum())
                .toList();

        assertEquals(List.of(200, 440), sums, "half a day and a full day");
    }

    @Test
    void theListOfFieldsIsComplete() throws IOException {
        String fields = text(Path.of("../docs/judge/results.md"));
        for (Class<?> type : List.of(
                Report.class, Room.class, Room.Misconception.class, Report.Learner.class, Cell.class)) {
            Stream.of(type.getRecordComponents()).forEach(field -> assertTrue(
                    Pattern.compile("[`.]" + field.getName() + "(\\[\\])?[`.\\[]").matcher(fields).find(),
                    () -> "The list has no " + field.getName()));
        }
    }

    private String block(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(guide).results()
                .map(MatchResult::group)
                .map(block -> block.substring(block.indexOf('\n'), block.lastIndexOf('\n')))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
