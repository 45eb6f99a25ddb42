package io.github.memoworkshop.judge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.judge.bench.Answer.Kind;
import io.github.memoworkshop.judge.submission.Submissions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a submission does when it runs, there is an answer, no pass is forged, and nothing is left behind. */
class BenchTest {

    private static final String TEST = "aValueIsRemembered";

    /** So small that the test is quick. Whoever runs into them gets no verdict, as with larger ones. */
    private static Limits small(Hostile hostile) {
        Duration processor = Duration.ofSeconds(Integer.parseInt(hostile.header().getOrDefault("processor", "60")));
        Duration clock = Duration.ofSeconds(Integer.parseInt(hostile.header().getOrDefault("clock", "300")));
        return new Limits(processor, clock, 128, 100);
    }

    static Stream<Hostile> hostile() {
        return Sample.oneOf(5, Hostile.allIn("run").toList());
    }

    @AfterAll
    static void noProcessIsLeftBehind() {
        Stream<ProcessHandle> startedBySubmission = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep 61.7"));
        List<String> left = Stream.concat(ProcessHandle.current().descendants(), startedBySubmission)
                .map(process -> process.info().toString())
                .toList();
        assertEquals(List.of(), left, "processes that are left behind");
    }

    @ParameterizedTest
    @MethodSource
    @Execution(ExecutionMode.CONCURRENT) // they wait for their limits most of the time
    void hostile(Hostile hostile) throws Exception {
        Answer answer;
        Answer again;
        Path folder;
        try (Bench bench = bench(hostile)) {
            folder = bench.folder();
            answer = bench.run(1, TEST);
            again = bench.run(1, "equalKeysAreOneKey");
        }

        String[] expected = hostile.stoppedBy().split(": ", 2);
        assertTrue(List.of(expected[0].split(" or ")).contains(answer.kind().name()), answer::toString);
        assertTrue(answer.text().contains(expected[1]), answer::text);
        assertTrue(again.kind() != Kind.PASSED, "the next test is none the worse for it");
        assertFalse(Files.exists(folder), "the scratch folder is left behind");
    }

    @Test
    void aRightMemoPassesOnTheSameBenchAfterOneThatEnded() throws Exception {
        try (Bench bench = new Bench(
                Submissions.read("../solutions"), ClassPath.ofThisProcess(), List.of(), Limits.DEFAULT)) {
            assertEquals(new Answer(Kind.PASSED, ""), bench.run(1, TEST));
            assertEquals(new Answer(Kind.PASSED, ""), bench.run(4, "aWaiterSleeps"));
        }
    }

    @Test
    void theCommonPoolIsAsLargeOnEveryMachine(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("Memo.java"), """
                package workshop.memo1;

                import io.github.memoworkshop.memotest.Fetch;
                import io.github.memoworkshop.memotest.Memoizer;
                import java.util.concurrent.ForkJoinPool;

                public final class Memo<K, V> implements Memoizer<K, V> {

                    public Memo(Fetch<K, V> fetch) {}

                    @Override
                    public V get(K key) {
                        throw new IllegalStateException("threads: " + ForkJoinPool.getCommonPoolParallelism());
                    }
                }
                """);

        try (Bench bench = new Bench(
                Submissions.read(file.toString()), ClassPath.ofThisProcess(), List.of(), Limits.DEFAULT)) {
            String text = bench.run(1, TEST).text();

            assertTrue(text.contains("threads: 4"), text);
        }
    }

    private static Bench bench(Hostile hostile) throws Exception {
        return new Bench(hostile.submission(), ClassPath.ofThisProcess(), hostile.allowed(), small(hostile));
    }
}
