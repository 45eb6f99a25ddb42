package workshop.corpus;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every wrong memo of the corpus is caught by the promise that must catch it, in the words that a learner needs, and
 * every right memo keeps all promises of its stage.
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

    /** What the promises cannot do yet. Cases that need it are run, but nothing is demanded of them. */
    private static final Set<String> MISSING = Set.of("soft references");

    /** What a right memo of each stage may break of the next stage: the grid of the README. */
    private static final Map<Integer, String> LESSONS =
            Map.of(1, "IsThreadSafe", 2, "FetchesInParallel", 3, "FetchesOnce");

    private static final int SAMPLE = 10;

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
        Map<String, Integer> tally = new TreeMap<>();
        System.out.printf("%-44s %-34s %-18s %7s%n", "case", "broken promises", "words", "ms");
        for (Case it : verdicts.keySet()) {
            for (Future<Verdict> future : verdicts.get(it)) {
                Verdict verdict = future.get();
                String drift = verdict.driftFrom(it);
                boolean later = it.isWrong() && MISSING.contains(it.needs()) && verdict.trouble().isEmpty();
                String words = later ? (drift == null ? "found already" : "needs " + it.needs())
                        : drift != null ? "DRIFT" : it.isWrong() ? "found" : "";
                if (drift != null && !later) {
                    drifts.add(it.name() + ": " + drift);
                }
                String kind = it.isWrong() ? "wrong, " : "right, ";
                tally.merge(kind + (words.isEmpty() ? "kept" : words), 1, Integer::sum);
                times.add(verdict.millis());
                System.out.printf("%-44s %-34s %-18s %7d%n",
                        it.name(), String.join(", ", verdict.broken()), words, verdict.millis());
            }
        }
        if (!lessons.isEmpty()) {
            System.out.println("\nRight memos against the lesson of the next stage, for information:");
        }
        for (Case it : lessons.keySet()) {
            Verdict verdict = lessons.get(it).get();
            String lesson = LESSONS.get(it.stage());
            System.out.printf("%-44s %s %s%s%n",
                    it.name(), verdict.broken().isEmpty() ? "keeps " : "breaks", lesson, verdict.trouble());
        }
        times.sort(null);
        System.out.println("\n" + tally + ", median " + times.get(times.size() / 2) + " ms, longest "
                + times.get(times.size() - 1) + " ms");
        if (!drifts.isEmpty()) {
            fail(drifts.size() + " of the corpus drifted:\n\n" + String.join("\n\n", drifts));
        }
    }
}
