package workshop.promises;

import static workshop.promises.Promise.fetches;
import static workshop.promises.Promise.mustHaveFetchedOnce;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.lab.Call;
import io.github.memoworkshop.memotest.lab.Interruptions;
import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many callers ask for one key at the same time, it is fetched once, and all of them get that one outcome. */
public interface FetchesOnce extends Promise {

    @Test
    default void callersOfOneKeyShareOneValue(Lab<String, String> lab) {
        for (Call<String> call : callsDuringOneFetch(key -> new String("page " + key), lab)) {
            call.mustReturn("page a", "All callers of one key get the value that was fetched.");
        }

        mustHaveFetchedOnce("a", lab, "A key that is being fetched is not fetched by another caller, too.");
    }

    @Test
    default void aCrowdSharesOneValue(Lab<String, String> lab) {
        lab.hold("a");
        List<Call<String>> calls = lab.callAll(Collections.nCopies(33, "a"));
        lab.open("a");

        for (Call<String> call : calls) {
            call.mustReturn("page a", "All callers of one key get the value that was fetched.");
        }
        mustHaveFetchedOnce("a", lab, "A key that is being fetched is not fetched by another caller, too.");
    }

    @Test
    default void callersOfEqualKeysShareOneValue(Lab<Object, String> lab) {
        List<Set<Integer>> keys = List.of(
                new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(2, 1)), new TreeSet<>(Set.of(1, 2)));
        lab.script(keys.get(0), key -> "page of 1 and 2");
        lab.hold(keys.get(0));
        List<Call<String>> calls = keys.stream().map(lab::call).toList();
        lab.open(keys.get(0));

        for (Call<String> call : calls) {
            call.mustReturn("page of 1 and 2", "All callers of equal keys get the value that was fetched.");
        }
        mustHaveFetchedOnce(
                keys.get(0),
                lab,
                "A key that is being fetched is not fetched by another caller, too, whatever equal keys look like.");
    }

    @Test
    default void callersOfOneKeyArePatient(Lab<String, String> lab) {
        lab.letTimeFly();
        for (Call<String> call : callsDuringOneFetch(key -> "page a", lab)) {
            call.mustReturn("page a", "All callers of one key get its value, however long it takes" + TIME_FLIES);
        }

        mustHaveFetchedOnce(
                "a", lab, "A key that is being fetched is not fetched by another caller, too" + TIME_FLIES);
    }

    @Test
    default void callersOfOneKeyShareNull(Lab<String, String> lab) {
        for (Call<String> call : callsDuringOneFetch(key -> null, lab)) {
            call.mustReturn(null, "All callers of one key get the null that was fetched.");
        }

        mustHaveFetchedOnce("a", lab, "A key that is being fetched is not fetched by another caller, too.");
    }

    @Test
    default void callersOfOneKeyShareOneException(Lab<String, String> lab) {
        shareOneException(new IOException("404"), lab);
    }

    @Test
    default void callersOfOneKeyShareOneUncheckedExceptionWithACause(Lab<String, String> lab) {
        shareOneException(new IllegalStateException("no page", new IOException("404")), lab);
    }

    private static void shareOneException(Exception failure, Lab<String, String> lab) {
        Fetch<String, String> failing = key -> {
            throw failure;
        };

        for (Call<String> call : callsDuringOneFetch(failing, lab)) {
            call.mustThrow(failure, "All callers of one key get the very exception that the fetch threw.");
        }

        mustHaveFetchedOnce("a", lab, "A key that is being fetched is not fetched by another caller, too.");
    }

    @Test
    default void aKeyIsFetchedOnceWhereverACallerIsOvertaken(Interruptions<String, String> everywhere) {
        isFetchedOnceWhereverACallerIsOvertaken("page a", everywhere);
    }

    @Test
    default void aKeyIsFetchedOnceWhereverACallerIsOvertakenByAFetch(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.hold("a");
            Call<String> slow = lab.callAndStop("a");
            Call<String> quick = lab.call("a");
            lab.goOn();
            lab.open("a");

            slow.mustReturn("page a", "All callers of one key get the value that was fetched.");
            quick.mustReturn("page a", "All callers of one key get the value that was fetched.");
            mustHaveFetchedOnce("a", lab, "A key that is being fetched is not fetched by another caller, too.");
        });
    }

    @Test
    default void nullIsFetchedOnceWhereverACallerIsOvertaken(Interruptions<String, String> everywhere) {
        isFetchedOnceWhereverACallerIsOvertaken(null, everywhere);
    }

    private static void isFetchedOnceWhereverACallerIsOvertaken(
            String page, Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.script("a", key -> page);
            Call<String> slow = lab.callAndStop("a");
            Call<String> slower = lab.callAndStop("a");
            Call<String> quick = lab.call("a");
            lab.goOn();

            slow.mustReturn(page, "All callers of one key get the value that was fetched.");
            slower.mustReturn(page, "All callers of one key get the value that was fetched.");
            quick.mustReturn(page, "All callers of one key get the value that was fetched.");
            mustHaveFetchedOnce("a", lab, "A key that was asked for is not fetched by another caller, too.");
        });
    }

    @Test
    default void allGetTheFailureWhereverACallerIsOvertaken(Interruptions<String, String> everywhere) {
        IOException failure = new IOException("404");
        everywhere.forEach(lab -> {
            lab.script("a", key -> {
                throw failure;
            });
            Call<String> slow = lab.callAndStop("a");
            Call<String> quick = lab.call("a");
            lab.goOn();

            slow.mustThrow(failure, "All callers of one key get the very exception that the fetch threw.");
            quick.mustThrow(failure, "All callers of one key get the very exception that the fetch threw.");
            mustHaveFetchedOnce("a", lab, "A key whose fetch failed is not fetched by another caller, too.");
        });
    }

    @Test
    default void aKeyIsFetchedOnceThoughManyOthersAre(Lab<String, String> lab) {
        lab.hold("a");
        Call<String> fetcher = lab.call("a");
        List<String> others = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        Call<String> busy = lab.call(others);
        Call<String> other = lab.call("a");
        lab.open("a");

        fetcher.mustReturn("page a", "All callers of one key get the value that was fetched.");
        other.mustReturn("page a", "All callers of one key get the value that was fetched.");
        busy.mustReturn("page 49", "get returns what the fetch returned.");
        mustHaveFetchedOnce(
                "a", lab, "A key that is being fetched is not fetched by another caller, too, however many others are.");
    }

    @Test
    default void afterAnErrorOnlyOneFetchesWhereverACallerIsOvertaken(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> onlyOneFetchesAfterAnError(List.of(), lab));
        everywhere.forEach(lab -> onlyOneFetchesAfterAnError(List.of("a"), lab));
        everywhere.forEach(FetchesOnce::whatIsFetchedAfterAnErrorIsRemembered);
    }

    private static void breakFirstFetch(Lab<String, String> lab) {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        lab.script("a", key -> {
            if (isBroken.getAndSet(false)) {
                throw new Error("the fetch is broken");
            }
            return "page a";
        });
        lab.hold("a");
    }

    private static void whatIsFetchedAfterAnErrorIsRemembered(Lab<String, String> lab) {
        breakFirstFetch(lab);
        Call<String> broken = lab.call("a");
        Call<String> slow = lab.callAndStop("a");
        lab.letOneGo("a");
        lab.open("a");
        Call<String> next = lab.call("a");
        boolean isFetchedAgain = next.isDone() && fetches("a", lab) > 1;
        lab.goOn();

        for (Call<String> call : List.of(broken, slow, next)) {
            call.mustEnd("A caller does not hang when a fetch ends with an Error.");
        }
        if (isFetchedAgain) {
            String rule = "What is fetched after an Error is remembered.";
            long fetchesBefore = fetches("a", lab);
            lab.call("a").mustReturn("page a", rule);
            if (fetches("a", lab) > fetchesBefore) {
                throw lab.wrongFetches("a", "\"a\" was fetched after an Error, and then once more.", rule);
            }
        }
    }

    private static void onlyOneFetchesAfterAnError(List<String> otherWaiters, Lab<String, String> lab) {
        breakFirstFetch(lab);
        List<Call<String>> calls = new ArrayList<>(List.of(lab.call("a"), lab.callAndStop("a")));
        otherWaiters.forEach(key -> calls.add(lab.call(key)));
        lab.letOneGo("a");
        lab.goOn();
        boolean isFetchedAgain = fetches("a", lab) > 1;
        Call<String> late = lab.call("a");
        calls.add(late);

        mustBeFetchedByOneAtATime(lab, "A key that is fetched again after an Error is not fetched by another caller, too.");
        lab.open("a");
        for (Call<String> call : calls) {
            call.mustEnd("A caller does not hang when a fetch ends with an Error.");
        }
        if (isFetchedAgain) {
            late.mustReturn("page a", "Who comes when a key is fetched again gets what is fetched then.");
        }
    }

    @Test
    default void onlyOneFetchesWhereverACallerLeaves(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.hold("a");
            Call<String> leaver = lab.callAndStop("a");
            Call<String> slow = lab.callAndStop("a");
            leaver.interrupt();
            lab.goOn();
            Call<String> late = lab.call("a");

            mustBeFetchedByOneAtATime(lab, "A key that is being fetched is not fetched by another caller, too, whoever leaves.");
            lab.open("a");
            for (Call<String> call : List.of(leaver, slow, late)) {
                call.mustEnd("A caller does not hang when another one is interrupted.");
            }
        });
    }

    private static void mustBeFetchedByOneAtATime(Lab<String, String> lab, String rule) {
        int fetching = lab.fetching("a");
        if (fetching > 1) {
            throw lab.wrongFetches("a", "\"a\" was fetched by " + fetching + " callers at a time.", rule);
        }
    }

    @Test
    default void aFetchThatAsksForAnotherKeyIsMadeOnce(Lab<String, String> lab) {
        lab.script("a", key -> "page a with " + lab.memo().get("b"));
        lab.script("c", key -> "page c with " + lab.memo().get("d") + " and " + lab.fetch().fetch("e"));
        lab.script("f", key -> "page f with " + lab.memo().get("a"));
        lab.hold("b", "e");
        List<Call<String>> calls =
                List.of(lab.call("b"), lab.call("a"), lab.call("f"), lab.call("c"), lab.call("c"));

        lab.open("b");
        lab.open("e");

        String c = "page c with page d and page e";
        List<String> pages = List.of("page b", "page a with page b", "page f with page a with page b", c, c);
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).mustReturn(pages.get(i), "A fetch may ask the memo for a key that is being fetched.");
        }
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            mustHaveFetchedOnce(key, lab, "A key that is being fetched is not fetched by another caller, too.");
        }
    }

    private static List<Call<String>> callsDuringOneFetch(Fetch<String, String> script, Lab<String, String> lab) {
        lab.script("a", script);
        lab.hold("a");
        List<Call<String>> calls = new ArrayList<>();
        for (int caller = 1; caller <= 4; caller++) {
            calls.add(lab.call(new String("a"))); // equal keys, but not the same one
        }
        lab.open("a");
        return calls;
    }
}
