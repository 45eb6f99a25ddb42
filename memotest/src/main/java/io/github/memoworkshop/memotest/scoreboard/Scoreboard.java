package io.github.memoworkshop.memotest.scoreboard;

import static java.util.stream.Collectors.joining;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text of the scoreboard: a row for each stage with its promises, what was not run, what the last green stage
 * taught, and one next step. It is ASCII, but for what a failure says and quotes, and no wider than 100 characters. Not
 * thread safe.
 */
final class Scoreboard {

    private static final Path PICTURE = Path.of("target/memotest/index.html");
    private static final int WIDTH = 100;
    private static final int BAR = 10;
    private static final int LINES_OF_A_MESSAGE = 14;

    /** A line of the learner's code, behind its place, or a command. */
    private static final Pattern CODE = Pattern.compile("\\w+\\.java:\\d+  |mvn |java src/");
    private static final Pattern BEFORE_CODE = Pattern.compile("(?<!\\w)(?=" + CODE + ")");

    private static final int BOLD = 1;
    private static final int RED = 31;
    private static final int GREEN = 32;

    private final TestRun run;
    private final List<StageRun> stages;
    private final boolean hasColour;
    private final List<String> lines = new ArrayList<>();

    Scoreboard(TestRun run, boolean hasColour) {
        this.run = run;
        stages = run.stages();
        this.hasColour = hasColour;
    }

    /** All of it, with the line ends of this system. */
    String text() {
        lines.clear();
        lines.add("");
        addTable();
        lines.add("");
        addWhatWasNotRun();
        addWhatWasLearned();
        addNextStep();
        if (Files.exists(PICTURE)) {
            lines.add("Picture: " + PICTURE.toString().replace('\\', '/'));
        }
        return lines.stream().map(line -> line.stripTrailing() + System.lineSeparator()).collect(joining());
    }

    private void addTable() {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (int i = stages.size() - 1; i >= 0; i--) { // the last stage has all promises, in the order of the story
            for (StageRun.Promise promise : stages.get(i).promises()) {
                columns.put(promise.name(), Math.max(promise.name().length(), 8));
            }
        }
        lines.add(paint(BOLD, "Scoreboard           " + columns.keySet().stream()
                .map(name -> "  " + pad(name, columns.get(name)))
                .collect(joining())));
        for (StageRun stage : stages) {
            Map<String, String> cells = new LinkedHashMap<>();
            columns.forEach((name, width) -> cells.put(name, " ".repeat(width)));
            for (StageRun.Promise promise : stage.promises()) {
                cells.put(promise.name(), cell(promise, columns.get(promise.name())));
            }
            lines.add("stage " + stage.stage().number() + "  [" + bar(stage) + "]"
                    + cells.values().stream().map(cell -> "  " + cell).collect(joining()));
        }
        if (run.otherTests() > 0) {
            int passed = run.otherTests() - run.otherFailures().size();
            lines.add("other tests: " + passed + " of " + run.otherTests());
        }
    }

    /** A {@code #} for what passed, a {@code .} for what failed, nothing for what was not run. */
    private String bar(StageRun stage) {
        int passed = BAR * stage.passed() / stage.size(); // rounded down: it is full when all tests pass
        int ran = BAR * stage.ran() / stage.size();
        return paint(GREEN, "#".repeat(passed)) + paint(RED, ".".repeat(ran - passed)) + " ".repeat(BAR - ran);
    }

    private String cell(StageRun.Promise promise, int width) {
        if (promise.ran() == 0) {
            return pad("not run", width);
        }
        if (promise.ran() < promise.size()) {
            return promise.failed() > 0 ? paint(RED, pad("broken", width)) : pad("in part", width);
        }
        return promise.failed() > 0
                ? paint(RED, pad(promise.passed() + " of " + promise.size(), width))
                : paint(GREEN, pad("kept", width));
    }

    private void addWhatWasNotRun() {
        int before = lines.size();
        if (!stages.isEmpty() && !isWhole()) {
            String numbers = stages.stream().map(stage -> "" + stage.stage().number()).collect(joining(", "));
            lines.add(stages.size() == 1
                    ? "Only stage " + numbers + " was run."
                    : "Only stages " + numbers + " were run.");
        }
        for (StageRun stage : stages) {
            int missing = stage.size() - stage.ran();
            if (missing > 0) {
                lines.add("Not run: " + missing + " of the " + stage.size() + " tests of stage "
                        + stage.stage().number() + ".");
            }
        }
        if (lines.size() > before) {
            lines.add("");
        }
    }

    /** Whether all stages are in the run, from the first to the last. */
    private boolean isWhole() {
        int last = stages.size() - 1;
        return stages.get(last).stage().number() == last + 1 && stages.get(last).stage().next().isEmpty();
    }

    private void addWhatWasLearned() {
        List<StageRun> done = stages.stream().takeWhile(StageRun::isDone).toList();
        if (done.isEmpty()) {
            return;
        }
        Stage stage = done.get(done.size() - 1).stage();
        boolean all = done.size() == stages.size() && isWhole();
        add("", paint(GREEN, all ? "All stages are green." : "Stage " + stage.number() + " is green.") + " "
                + stage.learned());
        if (!stage.next().isEmpty()) {
            add("", "Next flaw: " + stage.next());
        }
        boolean hasBegunTheNext = stages.stream().skip(done.size()).limit(1).anyMatch(next -> next.passed() > 0);
        if (!stage.toDo().isEmpty() && !hasBegunTheNext) {
            add("", "To do: " + stage.toDo());
        }
        lines.add("");
    }

    private void addNextStep() {
        Optional<Failure> failure = Stream.concat(
                        stages.stream().flatMap(stage -> stage.firstFailure().stream()), run.otherFailures().stream())
                .findFirst();
        if (failure.isEmpty()) {
            return;
        }
        lines.add(paint(BOLD, "Next step: " + failure.get().test()));
        lines.add("  open " + failure.get().place());
        lines.add("");
        List<String> message = failure.get().message();
        message.stream().limit(LINES_OF_A_MESSAGE).forEach(line -> add("  ", line));
        if (message.size() > LINES_OF_A_MESSAGE) {
            add("  ", "... and " + (message.size() - LINES_OF_A_MESSAGE) + " more lines");
        }
        lines.add("");
    }

    /** Adds one line, in pieces if it is too long. What one may want to copy is never broken. */
    private void add(String indent, String line) {
        String shown = indent;
        for (String part : BEFORE_CODE.split(line.replace("\t", "    "))) {
            boolean isCode = CODE.matcher(part).lookingAt();
            if (isCode && !shown.isBlank() && shown.length() + part.length() > WIDTH) {
                lines.add(shown);
                shown = indent + "    ";
            }
            shown += part;
            while (!isCode && shown.length() > WIDTH) {
                int blank = shown.lastIndexOf(' ', WIDTH);
                int end = blank > WIDTH / 2 ? blank : WIDTH;
                lines.add(shown.substring(0, end));
                shown = indent + "    " + shown.substring(end).stripLeading();
            }
        }
        lines.add(shown);
    }

    private String paint(int code, String text) {
        return hasColour && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
