package workshop;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static workshop.GridTest.Cell.breaks;
import static workshop.GridTest.Cell.keeps;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import workshop.promises.FetchesInParallel;
import workshop.promises.FetchesOnce;
import workshop.promises.IsThreadSafe;
import workshop.promises.Promise;
import workshop.promises.Remembers;
import workshop.promises.WaitsWell;

/** The whole story in one table: which promises each memo keeps, and for what reason it breaks one. */
class GridTest {

    static Stream<Cell> grid() {
        return Stream.of(
                keeps(Memo1.class, Remembers.class),
                breaks(Memo1.class, IsThreadSafe.class, allTestsOf(IsThreadSafe.class, "oneMemoDoesNotHoldUpAnother"),
                        """
                        DATA RACE on Memo.cache (HashMap)
                          Memo.java:27  read   Result<V> known = cache.get(key);
                              by thread "caller-""",
                        """
                        ", holding no lock
                          Memo.java:30  write  cache.put(key, fetched);
                              by thread "caller-""",
                        """
                        ", holding no lock
                          No lock, volatile, latch or other happens-before edge orders these two.
                        Rule: Where one caller writes and another reads or writes, something must order the two, even if \
                        one is later.
                        Look at: Memo.java:27 and Memo.java:30"""),

                keeps(Memo2.class, Remembers.class),
                keeps(Memo2.class, IsThreadSafe.class),
                breaks(Memo2.class, FetchesInParallel.class, allTestsOf(FetchesInParallel.class),
                        "is held in the fetch at Memo.java:38  return new Result<>(fetch.fetch(key), null);",
                        " at Memo.java:28  Result<V> known = cache.get(key);",
                        "\nLook at: Memo.java:28  Result<V> known = cache.get(key);"),
                keeps(Memo2.class, FetchesOnce.class),

                keeps(Memo3.class, Remembers.class),
                keeps(Memo3.class, IsThreadSafe.class),
                keeps(Memo3.class, FetchesInParallel.class),
                breaks(Memo3.class, FetchesOnce.class, allTestsOf(FetchesOnce.class),
                        " is not fetched by another caller, too.",
                        "\"a\" was fetched ",
                        "\nLook at: Memo.java:"),

                keeps(Memo4.class, Remembers.class),
                keeps(Memo4.class, IsThreadSafe.class),
                keeps(Memo4.class, FetchesInParallel.class),
                keeps(Memo4.class, FetchesOnce.class),
                keeps(Memo4.class, WaitsWell.class));
    }

    @ParameterizedTest
    @MethodSource("grid")
    void eachMemoKeepsAndBreaksWhatTheGridSays(Cell cell) {
        Map<String, String> failures = failuresOf(cell);

        assertEquals(cell.failingTests, failures.keySet(), () -> "The failures were: " + failures);
        assertAll(failures.values().stream().flatMap(message -> cell.reasons.stream().map(reason -> () ->
                assertTrue(message.contains(reason), () -> "Not \"" + reason + "\", but:\n" + message))));
    }

    @Test
    void theReadmeShowsThisGrid() throws IOException {
        List<String> marks = Files.readAllLines(Path.of("../README.md")).stream()
                .filter(line -> line.matches("\\| `memo\\d`.*"))
                .flatMap(line -> Stream.of(line.split("\\|")).skip(2).map(cell -> cell.strip().replaceAll(" .*", "")))
                .filter(mark -> !mark.isEmpty())
                .toList();

        assertEquals(grid().map(cell -> cell.failingTests.isEmpty() ? "\u2705" : "\u274c").toList(), marks);
    }

    private static Map<String, String> failuresOf(Cell cell) {
        DiscoverySelector[] tests = testsOf(cell.promise)
                .map(test -> selectMethod(cell.memo, test))
                .toArray(DiscoverySelector[]::new);
        Events events = EngineTestKit.engine("junit-jupiter").selectors(tests).execute().testEvents();
        assertEquals(tests.length, events.finished().count(), "every test of the promise runs");
        Map<String, String> failures = new TreeMap<>();
        events.failed().stream().forEach(failed -> failures.put(nameOf(failed), messageOf(failed)));
        return failures;
    }

    private static String nameOf(Event failed) {
        return failed.getTestDescriptor().getLegacyReportingName().replaceAll("\\(.*", "");
    }

    private static String messageOf(Event failed) {
        return failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable().orElseThrow().getMessage();
    }

    private static Stream<Method> testsOf(Class<? extends Promise> promise) {
        return Stream.of(promise.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(Test.class));
    }

    private static Set<String> allTestsOf(Class<? extends Promise> promise, String... but) {
        return testsOf(promise).map(Method::getName).filter(name -> !List.of(but).contains(name)).collect(toSet());
    }

    /** What one memo makes of one promise: the tests that fail, and what each of their messages says. */
    record Cell(Class<?> memo, Class<? extends Promise> promise, Set<String> failingTests, List<String> reasons) {

        static Cell keeps(Class<?> memo, Class<? extends Promise> promise) {
            return new Cell(memo, promise, Set.of(), List.of());
        }

        static Cell breaks(
                Class<?> memo, Class<? extends Promise> promise, Set<String> failingTests, String... reasons) {
            return new Cell(memo, promise, failingTests, List.of(reasons));
        }

        @Override
        public String toString() {
            return memo.getSimpleName() + (failingTests.isEmpty() ? " keeps " : " breaks ") + promise.getSimpleName();
        }
    }

    interface EveryPromise extends Remembers, IsThreadSafe, FetchesInParallel, FetchesOnce, WaitsWell {}

    static class Memo1 implements EveryPromise {
        @Override
        public Class<?> memo() {
            return workshop.memo1.Memo.class;
        }
    }

    static class Memo2 implements EveryPromise {
        @Override
        public Class<?> memo() {
            return workshop.memo2.Memo.class;
        }
    }

    static class Memo3 implements EveryPromise {
        @Override
        public Class<?> memo() {
            return workshop.memo3.Memo.class;
        }
    }

    static class Memo4 implements EveryPromise {
        @Override
        public Class<?> memo() {
            return workshop.memo4.Memo.class;
        }
    }
}
