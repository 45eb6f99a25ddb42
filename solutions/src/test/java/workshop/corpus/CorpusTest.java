package workshop.corpus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every wrong memo of the corpus is caught by the promise that must catch it, in the words that a learner needs, and
 * every right memo keeps all promises of its stage, but breaks what the next stage is about.
 *
 * <p>Each run of the build takes a sample. System properties ask for more:
 *
 * <ul>
 *   <li>{@code corpus=all}: all cases; any other value is a regular expression that a part of their names must match
 *   <li>{@code corpus.repeat=20}: each of them twenty times
 *   <li>{@code corpus.workers=6}: how many are judged at the same time
 *   <li>{@code corpus.promises=all}: wrong memos, too, are held against all promises of their stage
 * </ul>
 */
class CorpusTest {

    /** What a right memo of each stage breaks of the next stage, unless its file says that it keeps it: the grid. */
    private static final Map<Integer, String> LESSONS =
            Map.of(1, "IsThreadSafe", 2, "FetchesInParallel", 3, "FetchesOnce");

    private static final int SAMPLE = 80;

    private static final int WORDS_SHOWN = 40;
    private static final String ROW = "%-44s %-34s %-" + WORDS_SHOWN + "s %7s%n";

    private final String choice = System.getProperty("corpus", "sample");
    private final int repeats = Integer.getInteger("corpus.repeat", 1);
    private final int workers = Integer.getInteger("corpus.workers", 2 * Runtime.getRuntime().availableProcessors());
    private final boolean allPromises = System.getProperty("corpus.promises", "").equals("all");
    private final ThreadLocal<WorkerProcess> worker = ThreadLocal.withInitial(this::newWorker);
    private final List<WorkerProcess> started = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void wrongMemosAreCaughtAndRightOnesAreNot() throws Exception {
        List<Case> cases = chosen();
        assertFalse(cases.isEmpty(), "No memo of the corpus has a name that matches -Dcorpus=" + choice + ".");
        Map<Case, List<Future<Verdict>>> verdicts = new LinkedHashMap<>();
        Map<Case, Future<Verdict>> lessons = new LinkedHashMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            for (int run = 0; run < repeats; run++) {
                for (Case it : cases) {
                    List<String> promises = allPromises ? List.of() : it.caughtBy();
                    verdicts.computeIfAbsent(it, absent -> new ArrayList<>())
                            .add(pool.submit(() -> worker.get().judge(it.file(), "memo" + it.stage(), promises)));
                }
            }
            for (Case it : cases) {
                if (!it.isWrong() && it.stage() < 4) {
                    lessons.put(it, pool.submit(() -> worker.get().judge(
                            it.file(), "memo" + (it.stage() + 1), List.of(LESSONS.get(it.stage())))));
                }
            }
            report(verdicts, lessons);
        } finally {
            pool.shutdownNow();
            synchronized (started) {
                started.forEach(WorkerProcess::close);
            }
        }
    }

    private List<Case> chosen() {
        List<Case> all = Case.allIn(Path.of("src/test/corpus"));
        return switch (choice) {
            case "all" -> all;
            case "sample" -> IntStream.range(0, all.size()).filter(i -> i % SAMPLE == 0).mapToObj(all::get).toList();
            default -> all.stream().filter(it -> it.name().matches(".*(" + choice + ").*")).toList();
        };
    }

    private WorkerProcess newWorker() {
        WorkerProcess process = new WorkerProcess(folder);
        synchronized (started) {
            started.add(process);
        }
        return process;
    }

    private static void report(Map<Case, List<Future<Verdict>>> verdicts, Map<Case, Future<Verdict>> lessons)
            throws Exception {
        List<String> drifts = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        System.out.printf(ROW, "case", "broken promises", "words", "ms");
        for (Case it : verdicts.keySet()) {
            for (Future<Verdict> future : verdicts.get(it)) {
                Verdict verdict = future.get();
                report(it, verdict, verdict.hasWords(it) ? it.says() : "", verdict.driftFrom(it), drifts);
                times.add(verdict.millis());
            }
        }
        if (!lessons.isEmpty()) {
            System.out.println("\nRight memos against the lesson of the next stage:");
        }
        for (Case it : lessons.keySet()) {
            Verdict verdict = lessons.get(it).get();
            report(it, verdict, "", verdict.driftFromLesson(it.keepsAlso(), LESSONS.get(it.stage())), drifts);
        }
        times.sort(null);
        System.out.println("\n" + times.size() + " verdicts, median " + times.get(times.size() / 2) + " ms, longest "
                + times.get(times.size() - 1) + " ms");
        if (!drifts.isEmpty()) {
            fail(drifts.size() + " of the corpus drifted:\n\n" + String.join("\n\n", drifts));
        }
    }

    private static void report(Case it, Verdict verdict, String words, String drift, List<String> drifts) {
        if (drift != null) {
            drifts.add(it.name() + ": " + drift);
        }
        String shown = drift != null ? "DRIFT" : words.substring(0, Math.min(WORDS_SHOWN, words.length()));
        System.out.printf(ROW, it.name(), String.join(", ", verdict.broken()), shown, verdict.millis());
    }
}
