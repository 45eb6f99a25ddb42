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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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
                breaks(Memo1.class, IsThreadSafe.class, allTestsOf(IsThreadSafe.class),
                        """
                        DATA RACE on Memo.cache (HashMap)
                          Memo.java:27  read   Result<V> known = cache.get(key);
                              by thread \"""",
                        """
                        ", holding no lock
                          Memo.java:30  write  cache.put(key, fetched);
                              by thread \"""",
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
                breaks(Memo3.class, FetchesOnce.class,
                        allTestsOf(FetchesOnce.class, "onlyOneFetchesWhereverACallerLeaves"), // the first fetch is over
                        " is not fetched by another caller, too",
                        "\" was fetched ",
                        "\nLook at: Memo.java:"),

                keeps(Memo4.class, Remembers.class),
                keeps(Memo4.class, IsThreadSafe.class),
                keeps(Memo4.class, FetchesInParallel.class),
                keeps(Memo4.class, FetchesOnce.class),
                keeps(Memo4.class, WaitsWell.class));
    }

    /** What comes after memo4 is held against all promises. */
    static Stream<Cell> afterMemo4() {
        return Stream.of(
                        row(MonitorMemo.class),
                        row(FutureTaskMemo.class),
                        row(CompletableFutureMemo.class),
                        rowOfFetchingUnderALock(ComputeIfAbsentMemo.class,
                                "return cache.computeIfAbsent(key, absent -> Outcome.of(fetch, key)).get();"),
                        row(CancellableMemo.class),
                        row(ForgetfulMemo.class,
                                breaks(ForgetfulMemo.class, Remembers.class,
                                        Set.of("aCheckedExceptionIsRemembered",
                                                "aFetchMayGetOverTheFailureOfAnother",
                                                "anExceptionWithACauseIsRemembered",
                                                "anUncheckedExceptionIsRemembered",
                                                "whateverIsThrownIsRemembered",
                                                "nothingIsForgotten",
                                                "nothingIsForgottenAsTimeGoesBy"),
                                        " was fetched ",
                                        "Look at: Outcome.java:18  return new Outcome<>(fetch.fetch(key), null);"),
                                breaks(ForgetfulMemo.class, FetchesOnce.class,
                                        Set.of("allGetTheFailureWhereverACallerIsOvertaken"),
                                        "Then caller-1 went on. \"a\" was fetched 2 times.")),
                        row(BoundedMemo.class,
                                breaks(BoundedMemo.class, Remembers.class,
                                        Set.of("nothingIsForgotten", "nothingIsForgottenAsTimeGoesBy"),
                                        "Look at: Outcome.java:18  return new Outcome<>(fetch.fetch(key), null);")),
                        rowOfFetchingUnderALock(CaffeineMemo.class,
                                "return cache.get(key, absent -> Outcome.of(fetch, key)).get();"),
                        row(CaffeineAsyncMemo.class),
                        row(FastMemo.class))
                .flatMap(row -> row);
    }

    private static Stream<Cell> row(Class<?> memo, Cell... broken) {
        return Stream.of(
                        Remembers.class,
                        IsThreadSafe.class,
                        FetchesInParallel.class,
                        FetchesOnce.class,
                        WaitsWell.class)
                .map(promise -> Stream.of(broken)
                        .filter(cell -> cell.promise == promise)
                        .findFirst()
                        .orElse(keeps(memo, promise)));
    }

    /** A memo that fetches under the lock of a bin of its hash table: who comes to that bin meanwhile is stuck. */
    private static Stream<Cell> rowOfFetchingUnderALock(Class<?> memo, String line) {
        return row(memo,
                breaks(memo, Remembers.class, Set.of("aFetchMayAskTheMemo", "aFetchMayGoDeep"),
                        "threw java.lang.IllegalStateException: Recursive update", line),
                breaks(memo, IsThreadSafe.class, Set.of("fetchesThatAskForOtherKeysDoNotWaitForEachOther"),
                        " waits for the lock of caller-", line),
                breaks(memo, FetchesInParallel.class,
                        Set.of("keysWithEqualHashCodesAreFetchedSideBySide",
                                "aCrowdFetchesSideBySide",
                                "aCrowdOfVirtualThreadsFetchesSideBySide"),
                        "is held in the fetch at ", line),
                breaks(memo, WaitsWell.class,
                        Set.of("aWaiterMayLeaveThoughTheFetchHasLockedTheKey",
                                "aWaiterThatIsInterruptedLeaves",
                                "waitersAreWokenByAnErrorWhenAnotherHasLeft",
                                "whicheverWaiterIsInterruptedLeaves",
                                "whoHasLeftMayFetchWhatTheFetcherNeeds",
                                "whoWasInterruptedMayAskAgain",
                                "whoWasInterruptedMayAskForAnotherKey"),
                        ") was interrupted and waits for the lock of caller-1 at ", line));
    }

    @ParameterizedTest
    @MethodSource("grid")
    void eachMemoKeepsAndBreaksWhatTheGridSays(Cell cell) {
        hold(cell);
    }

    @ParameterizedTest
    @MethodSource("afterMemo4")
    @Tag("all")
    void eachMemoAfterMemo4DoesSo(Cell cell) {
        hold(cell);
    }

    private static void hold(Cell cell) {
        Map<String, String> failures = failuresOf(cell);

        assertEquals(cell.failingTests, failures.keySet(), () -> "The failures were: " + failures);
        assertAll(failures.values().stream().flatMap(message -> cell.reasons.stream().map(reason -> () ->
                assertTrue(message.contains(reason), () -> "Not \"" + reason + "\", but:\n" + message))));
    }

    @Test
    void theReadmeShowsThisGrid() throws IOException {
        theTableShows(grid(), Path.of("../README.md"));
    }

    @Test
    void thePageShowsTheMemosAfterMemo4() throws IOException {
        theTableShows(afterMemo4(), Path.of("../docs/after-memo4.md"));
    }

    private static void theTableShows(Stream<Cell> cells, Path page) throws IOException {
        List<String> shown = Files.readAllLines(page).stream()
                .filter(line -> line.matches("\\| `\\w*[Mm]emo\\d?`.*"))
                .flatMap(line -> Stream.of(line.split("\\|"))
                        .skip(2)
                        .map(cell -> cell.strip().replaceAll(" .*", ""))
                        .filter(mark -> !mark.isEmpty())
                        .map(mark -> line.split("`")[1].toLowerCase(Locale.ROOT) + " " + mark))
                .toList();

        assertEquals(cells.map(Cell::mark).toList(), shown);
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

        String mark() {
            return memo.getSimpleName().toLowerCase(Locale.ROOT) + (failingTests.isEmpty() ? " \u2705" : " \u274c");
        }

        @Override
        public String toString() {
            return memo.getSimpleName() + (failingTests.isEmpty() ? " keeps " : " breaks ") + promise.getSimpleName();
        }
    }

    /** A memo that is held against promises. JUnit wants a class for each. */
    abstract static class Held implements Remembers, IsThreadSafe, FetchesInParallel, FetchesOnce, WaitsWell {

        private final Class<?> memo;

        Held(Class<?> memo) {
            this.memo = memo;
        }

        @Override
        public Class<?> memo() {
            return memo;
        }
    }

    static class Memo1 extends Held {
        Memo1() {
            super(workshop.memo1.Memo.class);
        }
    }

    static class Memo2 extends Held {
        Memo2() {
            super(workshop.memo2.Memo.class);
        }
    }

    static class Memo3 extends Held {
        Memo3() {
            super(workshop.memo3.Memo.class);
        }
    }

    static class Memo4 extends Held {
        Memo4() {
            super(workshop.memo4.Memo.class);
        }
    }

    static class MonitorMemo extends Held {
        MonitorMemo() {
            super(workshop.after.MonitorMemo.class);
        }
    }

    static class FutureTaskMemo extends Held {
        FutureTaskMemo() {
            super(workshop.after.FutureTaskMemo.class);
        }
    }

    static class CompletableFutureMemo extends Held {
        CompletableFutureMemo() {
            super(workshop.after.CompletableFutureMemo.class);
        }
    }

    static class ComputeIfAbsentMemo extends Held {
        ComputeIfAbsentMemo() {
            super(workshop.after.ComputeIfAbsentMemo.class);
        }
    }

    static class CancellableMemo extends Held {
        CancellableMemo() {
            super(workshop.after.CancellableMemo.class);
        }
    }

    static class ForgetfulMemo extends Held {
        ForgetfulMemo() {
            super(workshop.after.ForgetfulMemo.class);
        }
    }

    static class BoundedMemo extends Held {
        BoundedMemo() {
            super(workshop.after.BoundedMemo.class);
        }
    }

    static class CaffeineMemo extends Held {
        CaffeineMemo() {
            super(workshop.after.CaffeineMemo.class);
        }
    }

    static class CaffeineAsyncMemo extends Held {
        CaffeineAsyncMemo() {
            super(workshop.after.CaffeineAsyncMemo.class);
        }
    }

    static class FastMemo extends Held {
        FastMemo() {
            super(workshop.after.FastMemo.class);
        }
    }
}
