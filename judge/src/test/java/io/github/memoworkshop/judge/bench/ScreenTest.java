package io.github.memoworkshop.judge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.judge.submission.Submission;
import io.github.memoworkshop.judge.submission.Submissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What means harm is refused before any of it runs, and no honest memo is. */
class ScreenTest {

    private static final AllowList ALLOWED = AllowList.with(List.of());
    private static final String MEMO = """
            package workshop.memo1;
            import io.github.memoworkshop.memotest.*;
            public final class Memo<K, V> implements Memoizer<K, V> {
                public Memo(Fetch<K, V> fetch) {}
                public V get(K key) { return %s; }
            }
            """;

    @TempDir
    private Path folder;

    static Stream<Hostile> refused() {
        return Hostile.allIn("refused");
    }

    @ParameterizedTest
    @MethodSource
    void refused(Hostile hostile) throws Exception {
        String trouble = troubleOf(hostile.submission(), 1);

        assertTrue(trouble.contains(hostile.stoppedBy()), trouble);
        assertTrue(trouble.matches("(?s)(It does not compile:\n)?Memo.java(:\\d+)? .*"), trouble);
    }

    static Stream<Path> honestMemosAreNotRefused() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../solutions/src/test/corpus"))) {
            List<Path> all = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
                if (!Files.readString(file).contains("import com.")) { // Guava's or Caffeine's: a starter has neither
                    all.add(file);
                }
            }
            return Sample.oneOf(10, all);
        }
    }

    @ParameterizedTest
    @MethodSource
    void honestMemosAreNotRefused(Path file) throws Exception {
        Submission submission = Submissions.read(file.toString());
        int stage = submission.sources().firstKey().charAt("workshop/memo".length()) - '0';

        assertEquals("", troubleOf(submission, stage));
    }

    @Test
    void classesOfTheKitCannotBeReplaced() throws Exception {
        for (String name : List.of(
                "workshop.promises.Remembers",
                "workshop.memo1.Memo1Test",
                "org.junit.jupiter.api.Test",
                "org.mockito.Mockito",
                "io.github.memoworkshop.memotest.lab.Lab",
                "io.github.memoworkshop.judge.bench.Answer")) {
            Map<String, String> sources = new TreeMap<>();
            sources.put("workshop/memo1/Memo.java", MEMO.formatted("(V) new " + name + "()"));
            int dot = name.lastIndexOf('.');
            sources.put(name.replace('.', '/') + ".java",
                    "package " + name.substring(0, dot) + "; public class " + name.substring(dot + 1) + " {}");

            String trouble = troubleOf(new Submission(new TreeMap<>(sources)), 1);

            assertTrue(trouble.contains("It declares " + name + ", which is a class of the kit"), trouble);
        }
    }

    @Test
    void anInstructorMayAllowMore() throws Exception {
        Submission submission = new Submission(new TreeMap<>(
                Map.of("workshop/memo1/Memo.java", MEMO.formatted("(V) new java.util.Scanner(\"\")"))));

        assertTrue(troubleOf(submission, 1).contains("uses java.util.Scanner"));
        assertEquals("", contender(submission, 1, AllowList.with(List.of("java.util.Scanner"))).trouble());
    }

    @Test
    void whatDoesNotCompileIsSaidWithItsLine() throws Exception {
        Submission submission =
                new Submission(new TreeMap<>(Map.of("workshop/memo1/Memo.java", MEMO.formatted("known.get(key)"))));

        assertTrue(troubleOf(submission, 1).startsWith("It does not compile:\nMemo.java:5  cannot find symbol"));
    }

    @Test
    void whatTakesTheCompilerTooFarIsSaid() throws Exception {
        String deep = "(V) (" + "(".repeat(20_000) + "null" + ")".repeat(20_000) + ")";
        Submission submission =
                new Submission(new TreeMap<>(Map.of("workshop/memo1/Memo.java", MEMO.formatted(deep))));

        assertTrue(troubleOf(submission, 1).startsWith("It does not compile:"), troubleOf(submission, 1));
    }

    @Test
    void anAnnotationProcessorIsNotRun() throws Exception {
        Map<String, String> sources = new TreeMap<>();
        sources.put("workshop/memo1/Memo.java", MEMO.formatted("null"));
        sources.put("workshop/memo1/Processor.java", """
                package workshop.memo1;
                public class Processor extends javax.annotation.processing.AbstractProcessor {
                    public Processor() { throw new IllegalStateException("it was run"); }
                    public boolean process(java.util.Set<? extends javax.lang.model.element.TypeElement> types,
                            javax.annotation.processing.RoundEnvironment round) { return false; }
                }
                """);

        assertEquals("", troubleOf(new Submission(new TreeMap<>(sources)), 1));
    }

    @Test
    void whatIsNoMemoIsSaid() throws Exception {
        String noMemoizer = "package workshop.memo1; public final class Memo<K, V> {}";
        String noConstructor = "package workshop.memo1; public final class Memo<K, V>"
                + " implements io.github.memoworkshop.memotest.Memoizer<K, V> { public V get(K key) { return null; } }";

        assertEquals("Memo does not implement Memoizer<K, V>.",
                troubleOf(new Submission(new TreeMap<>(Map.of("workshop/memo1/Memo.java", noMemoizer))), 1));
        assertEquals("Memo has no constructor public Memo(Fetch<K, V> fetch).",
                troubleOf(new Submission(new TreeMap<>(Map.of("workshop/memo1/Memo.java", noConstructor))), 1));
    }

    private String troubleOf(Submission submission, int stage) throws IOException {
        return contender(submission, stage, ALLOWED).trouble();
    }

    private Contender contender(Submission submission, int stage, AllowList allowed) throws IOException {
        Path project = Files.createTempDirectory(folder, "project");
        for (Map.Entry<String, String> source : submission.sources().entrySet()) {
            Path file = project.resolve(BenchMain.SOURCES).resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
        return Contender.of(project, stage, allowed);
    }
}
