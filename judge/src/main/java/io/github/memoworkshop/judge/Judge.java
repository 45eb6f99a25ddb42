package io.github.memoworkshop.judge;

import io.github.memoworkshop.judge.Grid.Promise;
import io.github.memoworkshop.judge.Grid.Stage;
import io.github.memoworkshop.judge.bench.Answer;
import io.github.memoworkshop.judge.bench.Answer.Kind;
import io.github.memoworkshop.judge.bench.Bench;
import io.github.memoworkshop.judge.bench.ClassPath;
import io.github.memoworkshop.judge.bench.Limits;
import io.github.memoworkshop.judge.submission.Submission;
import io.github.memoworkshop.judge.submission.Submissions;
import io.github.memoworkshop.judge.submission.UnreadableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Holds the memos of a submission against the promises of their stages.
 *
 * <p>A promise is broken with the first of its tests that fails, so the others need not be run; its tests are run in
 * the order in which they are written. A memo that cannot be judged any further, because it ran into a limit for
 * example, keeps the verdicts that it has, and the other stages are judged.
 *
 * <p>Safe for use by any number of threads.
 */
final class Judge {

    private static final int LINES_AROUND = 2;
    private static final Pattern PLACE = Pattern.compile("([\\p{L}\\p{N}_$]+\\.java):(\\d+)");

    /** An identity hash code, as in {@code Memo@1b2c3d}: it is another one in each run. */
    private static final Pattern IDENTITY = Pattern.compile("(?<=[\\w;])@[0-9a-f]{1,8}\\b");

    /** The name of a thread that nobody has named, as in {@code pool-7-thread-1}: its number counts what ran before. */
    private static final Pattern THREAD = Pattern.compile("\\b(Thread-|pool-|ForkJoinPool-)(\\d+)");

    /** The name, shortened where it was too long, of a thread of a pool, in which any thread may take the next task. */
    private static final Pattern WORKER =
            Pattern.compile("\\b(pool-\\d+-thread-|ForkJoinP(?:ool(?:-\\d+|\\.commonPool)-|\\.{3})worker-)(\\d+)");

    private final Grid grid = Grid.ofTheKit();
    private final ClassPath classPath = ClassPath.ofThisProcess();
    private final List<String> alsoAllowed;
    private final Limits limits;

    /**
     * Makes a judge.
     *
     * @param alsoAllowed what submissions may refer to besides what {@code allowed.txt} has, in lines as there
     */
    Judge(List<String> alsoAllowed, Limits limits) {
        this.alsoAllowed = alsoAllowed;
        this.limits = limits;
    }

    /** What the submissions are held against. */
    Grid grid() {
        return grid;
    }

    /** The result of a submission that cannot be judged at all. */
    Result unreadable(String name, UnreadableException why) {
        String sentence = Text.visible(why.getMessage());
        List<Cell> cells = new ArrayList<>();
        for (Stage stage : grid.stages()) {
            cells.addAll(rest(stage, 0, Verdict.NOT_JUDGED, sentence));
        }
        return new Result(name, sentence, cells);
    }

    /** Judges one submission. It takes some seconds. */
    Result judge(String name, Submission submission) throws IOException {
        List<Cell> cells = new ArrayList<>();
        try (Bench bench = new Bench(submission, classPath, alsoAllowed, limits)) {
            for (Stage stage : grid.stages()) {
                String memo = Submission.memo(stage.number());
                if (submission.sources().containsKey(memo)) {
                    cells.addAll(judge(stage, submission, bench));
                } else {
                    cells.addAll(rest(stage, 0, Verdict.NOT_WRITTEN, "There is no " + memo + "."));
                }
            }
        }
        return new Result(name, "", cells);
    }

    private static List<Cell> judge(Stage stage, Submission submission, Bench bench) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (Promise promise : stage.promises()) {
            Cell cell = new Cell(stage.number(), promise.name(), Verdict.KEPT, "", "");
            for (String test : promise.tests()) {
                Answer answer = bench.run(stage.number(), test);
                Map<String, List<String>> threads = new HashMap<>();
                String text = Text.visible(reproducible(answer.text(), threads));
                if (isStub(stage, answer)) {
                    return rest(stage, 0, Verdict.NOT_WRITTEN, text);
                }
                if (answer.kind() == Kind.NO_VERDICT) {
                    cells.addAll(rest(stage, cells.size(), Verdict.NOT_JUDGED, text));
                    return cells;
                }
                if (answer.kind() == Kind.FAILED) {
                    cell = broken(stage, promise, test, text, submission)
                            .withPicture(reproducible(answer.picture(), threads));
                    break;
                }
            }
            cells.add(cell);
        }
        return cells;
    }

    /** The text without what is another one in each run; its threads are numbered from 1 on, as they come up. */
    static String reproducible(String text, Map<String, List<String>> threads) {
        String anonymous = IDENTITY.matcher(text).replaceAll("@...");
        return numbered(WORKER, numbered(THREAD, anonymous, threads), threads);
    }

    private static String numbered(Pattern named, String text, Map<String, List<String>> threads) {
        return named.matcher(text).replaceAll(name -> {
            List<String> known = threads.computeIfAbsent(name.group(1), prefix -> new ArrayList<>());
            if (!known.contains(name.group(2))) {
                known.add(name.group(2));
            }
            return name.group(1) + (known.indexOf(name.group(2)) + 1);
        });
    }

    private static boolean isStub(Stage stage, Answer answer) {
        return answer.kind() == Kind.FAILED && answer.text().startsWith("memo" + stage.number() + " is yours to write");
    }

    private static List<Cell> rest(Stage stage, int from, Verdict verdict, String message) {
        return stage.promises().stream()
                .skip(from)
                .map(promise -> new Cell(stage.number(), promise.name(), verdict, "", message))
                .toList();
    }

    private static Cell broken(Stage stage, Promise promise, String test, String message, Submission submission) {
        int lookAt = message.lastIndexOf("\nLook at: ");
        Matcher place = PLACE.matcher(lookAt < 0 ? message : message.substring(lookAt));
        while (place.find()) {
            String path = pathOf(place.group(1), stage, submission);
            int line = Integer.parseInt(place.group(2));
            List<String> lines = path.isEmpty() ? List.of() : submission.sources().get(path).lines().toList();
            if (line <= lines.size()) {
                List<String> shown = IntStream.rangeClosed(line - LINES_AROUND, line + LINES_AROUND)
                        .filter(number -> number >= 1 && number <= lines.size())
                        .mapToObj(number -> number + "  " + Text.visible(lines.get(number - 1)))
                        .toList();
                return new Cell(stage.number(), promise.name(), Verdict.BROKEN, test, message, path, line, shown, "");
            }
        }
        return new Cell(stage.number(), promise.name(), Verdict.BROKEN, test, message);
    }

    /** Where a source file of this name is, the memo itself before others, or an empty text. */
    private static String pathOf(String file, Stage stage, Submission submission) {
        String memo = Submission.memo(stage.number());
        return memo.endsWith("/" + file) ? memo : submission.sources().keySet().stream()
                .filter(path -> path.endsWith("/" + file))
                .findFirst()
                .orElse("");
    }

    /** Reads and judges one submission; what cannot be read is a result, too. */
    Result judge(String name, String where) throws IOException {
        try {
            return judge(name, Submissions.read(where));
        } catch (UnreadableException e) {
            return unreadable(name, e);
        }
    }
}
