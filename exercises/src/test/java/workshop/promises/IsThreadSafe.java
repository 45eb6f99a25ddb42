package workshop.promises;

import static workshop.promises.Promise.mustHaveFetchedOnce;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.lab.Call;
import io.github.memoworkshop.memotest.lab.Interruptions;
import io.github.memoworkshop.memotest.lab.Lab;
import io.github.memoworkshop.memotest.lab.ThreadKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many callers: no data race, nothing gets lost, and nobody is left without an answer.
 *
 * <p>All tests of all promises watch the memo: two accesses to one variable, one of them a write, that nothing orders
 * are a data race (JLS 17.4.5) and fail the test, whether or not they collide in this run. The tests here let
 * the callers meet in all the ways in which a race can show.
 */
public interface IsThreadSafe extends Promise {

    int MANY_STEPS = 30;

    String PATIENCE = "Every caller gets its answer, however long others take" + TIME_FLIES;

    /**
     * So many that a table of the memo's own has to grow. The hash codes of the first one, of the last one, of "Cb" and of
     * "Gf" end in the same bits, so all of them belong to the new half of the table, however often it has grown; and
     * those of "DC" and "Cb" are equal.
     */
    List<String> MANY_KEYS =
            Stream.of(Stream.of("Ed"), IntStream.range(0, 16).mapToObj(Integer::toString), Stream.of("DC"))
                    .flatMap(keys -> keys)
                    .toList();

    @Test
    default void callersInTurn(Lab<String, String> lab) {
        inTurn(ThreadKind.PLATFORM, lab);
    }

    @Test
    default void virtualCallersInTurn(Lab<String, String> lab) {
        inTurn(ThreadKind.virtualIfAvailable(), lab);
    }

    private static void inTurn(ThreadKind kind, Lab<String, String> lab) {
        Exception failure = new TimeoutException("504");
        Fetch<String, String> failing = key -> {
            throw failure;
        };
        lab.script("c", key -> null);
        lab.script("d", failing);
        lab.script("e", failing);

        for (int round = 1; round <= 3; round++) {
            for (String key : List.of("a", "b")) {
                lab.call(key, kind).mustReturn("page " + key, "Every caller gets the answer to its own question.");
            }
            lab.call("c", kind).mustReturn(null, "Every caller gets the answer to its own question.");
            for (String key : List.of("d", "e")) {
                lab.call(key, kind).mustThrow(failure, "Every caller gets the answer to its own question.");
            }
        }
    }

    @Test
    default void callersSideBySide(Lab<String, String> lab) {
        sideBySide(ThreadKind.PLATFORM, lab);
    }

    @Test
    default void virtualCallersSideBySide(Lab<String, String> lab) {
        sideBySide(ThreadKind.virtualIfAvailable(), lab);
    }

    private static void sideBySide(ThreadKind kind, Lab<String, String> lab) {
        List<String> keys = List.of("a", "a", "b", "b");
        lab.hold("a", "b");
        List<Call<String>> calls = new ArrayList<>();
        for (String key : keys) {
            calls.add(lab.call(key, kind));
        }

        for (String key : keys) {
            lab.letOneGo(key);
        }
        lab.open("a");
        lab.open("b");

        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).mustReturn("page " + keys.get(i), "Every caller gets the answer to its own question.");
        }
    }

    @Test
    default void callersArePatient(Lab<String, String> lab) {
        lab.letTimeFly();
        lab.hold("a");
        Call<String> one = lab.call("a");
        Call<String> other = lab.call("b");

        lab.open("a");

        one.mustReturn("page a", PATIENCE);
        other.mustReturn("page b", PATIENCE);
    }

    @Test
    default void nothingGetsLost(Lab<String, String> lab) {
        lab.hold("a", "b");
        Call<String> one = lab.call("a");
        Call<String> other = lab.call("b");
        lab.open("a");
        lab.open("b");

        one.mustReturn("page a", "Every caller gets the answer to its own question.");
        other.mustReturn("page b", "Every caller gets the answer to its own question.");
        areRemembered(List.of("a", "b"), lab);
    }

    private static void areRemembered(List<String> keys, Lab<String, String> lab) {
        for (String key : keys) {
            lab.call(key).mustReturn("page " + key, "What has been fetched is answered from memory.");
            mustHaveFetchedOnce(key, lab, "What one caller stores does not get lost when another one stores, too.");
        }
    }

    @Test
    default void nothingGetsLostWhereverACallerIsOvertaken(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.call("Gf").mustReturn("page Gf", "get returns what the fetch returned.");
            Call<String> slow = lab.callAndStop("Cb");
            Call<String> quick = lab.call(MANY_KEYS);
            lab.goOn();

            slow.mustReturn("page Cb", "Every caller gets the answer to its own question.");
            quick.mustReturn("page DC", "Every caller gets the answer to its own question.");
            areRemembered(List.of("Gf", "Cb", "Ed", "DC"), lab);
        });
    }

    @Test
    default void nothingGetsLostWhileAnotherTableIsMade(Interruptions<String, String> everywhere) {
        List<String> many = IntStream.range(0, 80).mapToObj(number -> "a" + number).toList();
        everywhere.forEachSeldom(lab -> {
            Call<String> slow = lab.callAndStop(many);
            Call<String> quick = lab.call(MANY_KEYS);
            lab.goOn();

            slow.mustReturn("page a79", "Every caller gets the answer to its own question.");
            quick.mustReturn("page DC", "Every caller gets the answer to its own question.");
            lab.call(many).mustReturn("page a79", "What has been fetched is answered from memory.");
            lab.call(MANY_KEYS).mustReturn("page DC", "What has been fetched is answered from memory.");
            for (String key : Stream.concat(many.stream(), MANY_KEYS.stream()).toList()) {
                mustHaveFetchedOnce(key, lab, "What one caller stores does not get lost when another one stores, too.");
            }
        });
    }

    @Test
    default void nothingGetsLostHoweverOftenACallerIsOvertaken(Lab<String, String> lab) {
        List<String> keys = new ArrayList<>();
        Call<String> slow = lab.callAndStop("a");
        Call<String> overtaker = null;
        int steps = 0; // who is overtaken in an endless loop would begin anew for ever
        do {
            if (overtaker == null || overtaker.isDone()) {
                keys.add("b" + keys.size());
                overtaker = lab.call(List.copyOf(keys)); // what is known, and one more
            }
            steps++;
        } while (lab.takeStep() && steps < MANY_STEPS);
        lab.goOn();

        slow.mustReturn("page a", "Every caller gets the answer to its own question.");
        areRemembered(keys, lab);
    }

    @Test
    default void everyCallerGetsItsAnswerWhereverItIsOvertaken(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            Call<String> slow = lab.callAndStop("a");
            Call<String> quick = lab.call("a");
            lab.goOn();

            slow.mustReturn("page a", "Every caller gets the answer to its own question.");
            quick.mustReturn("page a", "Every caller gets the answer to its own question.");
        });
    }

    @Test
    default void aKnownKeyIsAnsweredWhereverACallerIsOvertaken(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.call("b").mustReturn("page b", "get returns what the fetch returned.");
            lab.call("a").mustReturn("page a", "get returns what the fetch returned.");
            Call<String> slow = lab.callAndStop("a");
            Call<String> quick = lab.call("b");
            lab.goOn();

            slow.mustReturn("page a", "Every caller gets the answer to its own question.");
            quick.mustReturn("page b", "Every caller gets the answer to its own question.");
        });
    }

    @Test
    default void aFetchMayAskTheMemoWhereverAnotherCallerIsOvertaken(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.script("b", key -> "page b with " + lab.memo().get("c"));
            lab.hold("b");
            Call<String> slow = lab.callAndStop("a");
            Call<String> quick = lab.call("b");
            lab.goOn();
            lab.open("b");

            slow.mustReturn("page a", "Every caller gets the answer to its own question.");
            quick.mustReturn("page b with page c", "A fetch may ask the memo for another key.");
        });
    }

    @Test
    default void fetchesThatAskForOtherKeysDoNotWaitForEachOther(Lab<String, String> lab) {
        lab.script("Aa", key -> "page Aa with " + lab.memo().get("cAa"));
        lab.script("cBB", key -> "page cBB with " + lab.memo().get("BB")); // these two pairs have equal hash codes
        lab.hold("Aa", "cBB");
        Call<String> one = lab.call("Aa");
        Call<String> other = lab.call("cBB");
        lab.open("Aa");
        lab.open("cBB");

        one.mustReturn("page Aa with page cAa", "A fetch may ask for a key that nobody else is asking for.");
        other.mustReturn("page cBB with page BB", "A fetch may ask for a key that nobody else is asking for.");
    }

    @Test
    default void oneOfTwoOutcomesIsAnsweredWhereverACallerIsOvertaken(Interruptions<String, String> everywhere) {
        IOException failure = new IOException("404");
        everywhere.forEach(lab -> {
            AtomicBoolean isFetched = new AtomicBoolean();
            lab.script("a", key -> {
                if (isFetched.getAndSet(true)) {
                    throw failure;
                }
                return "page a";
            });
            lab.hold("a");
            Call<String> first = lab.call("a");
            Call<String> second = lab.call("a"); // who may fetch it, too
            lab.letOneGo("a");
            Call<String> slow = lab.callAndStop("a");
            lab.open("a");
            lab.goOn();

            for (Call<String> call : List.of(first, second, slow)) {
                call.mustReturnOrThrow("page a", failure, "get returns, or throws, what came of a fetch of this key.");
            }
        });
    }

    @Test
    default void anInterruptedCallerBreaksNothing(Lab<String, String> lab) {
        lab.hold("a", "c", "d");
        Call<String> fetcher = lab.call("a");
        Call<String> interrupted = lab.call("b");
        interrupted.interrupt();
        List<Call<String>> others = List.of(lab.call("c"), lab.call("d"));

        for (String key : List.of("a", "c", "d")) {
            lab.open(key);
        }

        fetcher.mustReturn("page a", "When one caller is interrupted, all others get their answers as before.");
        interrupted.mustEnd("A caller that is interrupted does not hang.");
        others.get(0).mustReturn("page c", "When one caller is interrupted, all others get their answers as before.");
        others.get(1).mustReturn("page d", "When one caller is interrupted, all others get their answers as before.");
    }

    @Test
    default void anInterruptBreaksNothingWhereverItComes(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.call("a").mustReturn("page a", "get returns what the fetch returned.");
            Call<String> interrupted = lab.callAndStop("a");
            interrupted.interrupt();
            lab.goOn();

            interrupted.mustEnd("A caller that is interrupted does not hang.");
            for (String key : List.of("a", "b")) {
                lab.call(key).mustReturn(
                        "page " + key, "When one caller is interrupted, all others get their answers as before.");
            }
        });
    }

    @Test
    default void anInterruptInAFetchLosesNoPage(Lab<String, String> lab) {
        Set<String> interrupted = ConcurrentHashMap.newKeySet();
        Fetch<String, String> interrupting = key -> {
            boolean isCaller = Thread.currentThread().getName().startsWith("caller-"); // and no thread of the memo's
            if (isCaller && interrupted.add(key)) {
                Thread.currentThread().interrupt(); // the page is there, nevertheless
            }
            return "page " + key;
        };
        lab.script("a", interrupting);
        lab.script("b", interrupting);
        lab.call("b").mustEnd("A caller that is interrupted in its fetch does not hang.");
        lab.call("b").mustReturn("page b", "A page that was fetched is remembered, even if its caller was interrupted.");
        mustHaveFetchedOnce("b", lab, "A page that was fetched is remembered, even if its caller was interrupted.");
        lab.hold("a");
        Call<String> fetcher = lab.call("a");
        Call<String> other = lab.call("a");
        lab.open("a");

        fetcher.mustEnd("A caller that is interrupted in its fetch does not hang.");
        other.mustReturn("page a", "A caller that is interrupted in its fetch disturbs no other.");
        lab.call("a").mustReturn("page a", "A caller that is interrupted in its fetch disturbs no other.");
    }

    @Test
    default void laterCallersGetTheSame(Lab<String, Object> lab) {
        List<Object> pages = new ArrayList<>();
        lab.script("a", key -> new Object());
        lab.script("ask", key -> pages.add(lab.memo().get("a")));
        lab.script("ask again", key -> pages.add(lab.memo().get("a")));
        lab.hold("a");
        lab.call("a");
        lab.solo("a"); // who may fetch it, too
        lab.open("a");
        lab.settle(); // a thread of the memo's own may be about to store it

        lab.solo("ask").mustReturn(true, "What has been fetched is answered from memory.");
        lab.call("ask again").mustReturn(true, "What has been fetched is answered from memory.");
        lab.call("a").mustReturn(pages.get(0), "All who ask when the fetches are over get the same.");
        lab.call("a").mustReturn(pages.get(1), "All who ask when the fetches are over get the same.");
    }

    @Test
    default void aFailedFetchLeavesTheMemoUsable(Lab<String, String> lab) {
        Exception failure = new IOException("404");
        lab.script("a", key -> {
            throw failure;
        });

        lab.call("a").mustThrow(failure, "get throws the very exception that the fetch threw.");

        lab.call("b").mustReturn("page b", "After a failed fetch, the memo works for everybody as before.");
    }

    @Test
    default void anErrorLeavesTheMemoUsable(Lab<String, String> lab) {
        Fetch<String, String> broken = key -> {
            throw new Error("the fetch is broken");
        };
        lab.script("a", broken);
        lab.script("c", broken);

        lab.call("a").mustEnd("A caller does not hang when its fetch ends with an Error.");

        lab.call("b").mustReturn("page b", "After an Error in a fetch, the memo works for everybody as before.");
        lab.call("c").mustEnd("A caller does not hang when its fetch ends with an Error.");
    }

    @Test
    default void oneMemoDoesNotHoldUpAnother(Lab<String, String> lab, Lab<String, String> other) throws Exception {
        Memoizer<String, String> twin = newMemo(lab.fetch());
        other.script("twin", key -> twin.get("b"));
        lab.hold("a");
        lab.call("a");

        other.call("a").mustReturn("page a", "Callers of one memo do not wait for callers of another memo.");
        other.call("twin").mustReturn(
                "page b",
                "Callers of one memo do not wait for callers of another memo, even if both have the same fetch.");
    }

    @Test
    default void oneMemoMayAskAnother(Lab<String, String> lab, Lab<String, String> other) {
        other.script("a", key -> lab.memo().get("a"));
        lab.hold("a", "b");
        lab.call("c").mustReturn("page c", "get returns what the fetch returned.");
        Call<String> throughOther = other.call("a");
        Call<String> direct = lab.call("b");
        lab.open("a");
        lab.open("b");

        throughOther.mustReturn("page a", "A fetch of one memo may ask another memo.");
        direct.mustReturn("page b", "Every caller gets the answer to its own question.");
        areRemembered(List.of("a", "b"), lab);
    }
}
