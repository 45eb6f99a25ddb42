package workshop.promises;

import static workshop.promises.Promise.fetches;
import static workshop.promises.Promise.mustHaveFetchedOnce;

import io.github.memoworkshop.memotest.lab.Call;
import io.github.memoworkshop.memotest.lab.Interruptions;
import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for another caller's fetch sleeps, is in nobody's way, may leave, and is woken whatever comes of it. */
public interface WaitsWell extends Promise {

    @Test
    default void aWaiterSleeps(Lab<String, String> lab) {
        Call<String> waiter = waiterDuringFetch(lab);

        waiter.mustSleep("Who waits for another caller's fetch sleeps until it is over, however long that takes.");
    }

    @Test
    default void aWaiterHoldsUpNoOtherKey(Lab<String, String> lab) {
        lab.call("known").mustReturn("page known", "get returns what the fetch returned.");
        Call<String> waiter = waiterDuringFetch(lab);

        lab.call("b").mustReturn("page b", "While callers wait for one key, others are fetched.");
        lab.call("known").mustReturn("page known", "While callers wait for one key, others are answered from memory.");
        fetcher("c", lab);
        lab.open("a");
        waiter.mustReturn("page a", "A waiting caller is woken when the value is there, whatever else is being fetched.");
    }

    @Test
    default void aWaiterGoesOnSleepingWhenAnotherKeyIsThere(Lab<String, String> lab) {
        fetcher("Aa", lab);
        lab.hold("BB");
        lab.call("BB"); // with the same hash code, it may share a lock; or even not be fetched, which is not our matter
        String key = lab.fetching("BB") > 0 ? "BB" : "b";
        fetcher(key, lab);
        Call<String> waiter = waiter("Aa", lab);
        Call<String> other = waiter(key, lab);

        lab.open(key);

        other.mustReturn("page " + key, "A waiting caller is woken even if others wait for another key.");
        waiter.mustSleep("Who waits for one key is not disturbed by the end of another key's fetch.");
        lab.open("Aa");
        waiter.mustReturn("page Aa", "A waiting caller is woken when the value is there.");
    }

    @Test
    default void aWaiterThatWakesUpForNoReasonGoesOnSleeping(Lab<String, String> lab) {
        Call<String> waiter = waiterDuringFetch(lab);

        waiter.wakeForNoReason();

        waiter.mustSleep("A thread may wake up for no reason (JLS 17.2.1); who waits for a fetch then sleeps on.");
        lab.open("a");
        waiter.mustReturn("page a", "A waiting caller is woken when the value is there.");
    }

    @Test
    default void aWaiterThatIsInterruptedLeaves(Lab<String, String> lab) {
        Call<String> fetcher = fetcher("a", lab);
        Call<String> waiter = anotherWaiter(lab);
        Call<String> otherWaiter = anotherWaiter(lab);

        isInterruptedAndLeaves(waiter);
        Call<String> lateWaiter = anotherWaiter(lab);
        lab.open("a");
        for (Call<String> call : List.of(fetcher, otherWaiter, lateWaiter)) {
            call.mustReturn("page a", "A caller that leaves disturbs nobody.");
        }
        mustHaveFetchedOnce("a", lab, "A caller that leaves does not cause another fetch.");
    }

    @Test
    default void whoWasInterruptedMayAskAgain(Lab<String, String> lab) {
        asksAgain("a", lab);
    }

    @Test
    default void whoWasInterruptedMayAskForAnotherKey(Lab<String, String> lab) {
        asksAgain("b", lab);
    }

    private static void asksAgain(String key, Lab<String, String> lab) {
        Call<String> fetcher = fetcher("a", lab);
        if (!key.equals("a")) {
            fetcher(key, lab);
        }
        Call<String> other = anotherWaiter(lab);
        Call<String> waiter = lab.solo("a");
        isInterruptedAndLeaves(waiter);

        Call<String> again = lab.solo(key);
        again.mustWait("Who was interrupted once may wait again.");
        lab.open("a");
        lab.open("b");

        fetcher.mustReturn("page a", "A caller that leaves disturbs nobody.");
        other.mustReturn("page a", "A caller that leaves disturbs nobody.");
        again.mustReturn("page " + key, "Who was interrupted once may wait again.");
        lab.solo("a").mustReturn("page a", "Who was interrupted once may ask for the same key again.");
    }

    @Test
    default void whoHasLeftMayFetchWhatTheFetcherNeeds(Lab<String, String> lab) {
        lab.script("a", key -> "page a with " + lab.memo().get("b"));
        lab.hold("b");
        Call<String> fetcher = fetcher("a", lab);
        Call<String> waiter = lab.solo("a");
        isInterruptedAndLeaves(waiter);

        Call<String> again = lab.solo("b");
        lab.open("a");
        lab.open("b");

        fetcher.mustReturn("page a with page b", "Who has left does not wait for the fetcher any more.");
        again.mustReturn("page b", "Who was interrupted once may fetch another key.");
    }

    @Test
    default void aWaiterMayLeaveThoughTheFetchHasLockedTheKey(Lab<String, String> lab) {
        String key = new String("a");
        lab.script("a", locked -> {
            synchronized (locked) {
                return lab.fetch().fetch("inner");
            }
        });
        lab.hold("inner");
        Call<String> fetcher = lab.call(key);
        Call<String> waiter = waiter(key, lab);

        waiter.interrupt();

        waiter.mustThrow(
                InterruptedException.class, "A waiter can leave, even if the fetch uses its key as a lock.");
        lab.open("inner");
        fetcher.mustReturn("page inner", "A caller that leaves disturbs nobody.");
    }

    @Test
    default void aWaiterThatLeavesDisturbsNobodyWhereverItIs(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            Call<String> fetcher = fetcher("a", lab);
            Call<String> leaver = lab.callAndStop("a");
            Call<String> waiter = lab.call("a");
            lab.letOneGo("a");
            leaver.interrupt();
            lab.goOn();
            lab.open("a");

            leaver.mustEnd("A caller that is interrupted does not hang.");
            for (Call<String> call : List.of(fetcher, waiter, lab.call("a"))) {
                call.mustReturn("page a", "A caller that leaves disturbs nobody.");
            }
            mustHaveFetchedOnce("a", lab, "What was fetched is remembered, whoever leaves.");
        });
    }

    @Test
    default void whicheverWaiterIsInterruptedLeaves(Lab<String, String> lab) {
        for (int count = 1; count <= 3; count++) {
            for (int leaver = 1; leaver <= count; leaver++) {
                leave(List.of(leaver), count, lab);
            }
        }
        for (int leaver = 1; leaver <= 3; leaver++) {
            leave(List.of(leaver, leaver % 3 + 1), 3, lab);
            leave(List.of(leaver, (leaver + 1) % 3 + 1), 3, lab);
        }
    }

    private static void leave(List<Integer> numbers, int of, Lab<String, String> lab) {
        String key = numbers + " of " + of;
        Call<String> fetcher = fetcher(key, lab);
        List<Call<String>> waiters = new ArrayList<>();
        for (int waiter = 0; waiter < of; waiter++) {
            waiters.add(waiter(key, lab));
        }

        List<Call<String>> leavers = numbers.stream().map(number -> waiters.get(number - 1)).toList();
        waiters.removeAll(leavers);
        for (Call<String> leaver : leavers) {
            isInterruptedAndLeaves(leaver);
        }
        if (waiters.isEmpty()) {
            waiters.add(waiter(key, lab)); // who comes later
        }
        lab.open(key);

        fetcher.mustReturn("page " + key, "A caller that leaves disturbs nobody.");
        for (Call<String> waiter : waiters) {
            waiter.mustReturn("page " + key, "A caller that leaves disturbs nobody.");
        }
        mustHaveFetchedOnce(key, lab, "A caller that leaves does not cause another fetch.");
    }

    @Test
    default void anInterruptIsNotLost(Lab<String, String> lab) {
        lab.call("a").mustReturn("page a", "get returns what the fetch returned.");

        Call<String> interrupted = lab.callInterrupted("a");

        interrupted.mustNoticeInterrupt(
                "page a", "Who is interrupted gets an InterruptedException, or its answer and is interrupted still.");
    }

    @Test
    default void waitersAreWokenByAValue(Lab<String, String> lab) {
        List<Call<String>> waiters = waitersDuringFetch(lab);

        lab.open("a");

        for (Call<String> waiter : waiters) {
            waiter.mustReturn("page a", "A waiting caller is woken when the value is there.");
        }
    }

    @Test
    default void waitersAreWokenByAnException(Lab<String, String> lab) {
        IOException failure = new IOException("404");
        lab.script("a", key -> {
            throw failure;
        });
        List<Call<String>> waiters = waitersDuringFetch(lab);

        lab.open("a");

        for (Call<String> waiter : waiters) {
            waiter.mustThrow(failure, "A waiting caller is woken when the fetch fails.");
        }
    }

    @Test
    default void waitersAreWokenByAnError(Lab<String, String> lab) {
        areWokenByAnError(waitersOfABrokenFetch(lab), lab);
    }

    @Test
    default void waitersAreWokenByAnErrorWhenAnotherHasLeft(Lab<String, String> lab) {
        List<Call<String>> waiters = waitersOfABrokenFetch(lab);
        isInterruptedAndLeaves(waiters.get(0));

        areWokenByAnError(waiters.subList(1, 3), lab);
    }

    private static List<Call<String>> waitersOfABrokenFetch(Lab<String, String> lab) {
        lab.script("a", key -> {
            throw new Error("the fetch is broken");
        });
        return waitersDuringFetch(lab);
    }

    private static void areWokenByAnError(List<Call<String>> waiters, Lab<String, String> lab) {
        lab.open("a");

        for (Call<String> waiter : waiters) {
            waiter.mustEnd("A waiting caller is woken even when the fetch ends with an Error.");
        }
    }

    @Test
    default void waitersAreWokenWhenTheFetchIsInterrupted(Lab<String, String> lab) {
        lab.script("a", key -> {
            throw new InterruptedException("the fetch was called off");
        });
        List<Call<String>> waiters = waitersDuringFetch(lab);

        lab.open("a");

        for (Call<String> waiter : waiters) {
            waiter.mustEnd("A waiting caller is woken even when the fetch ends with an InterruptedException.");
        }
    }

    @Test
    default void twoWaitersAreWokenWhereverOneIsOvertaken(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            Call<String> fetcher = fetcher("a", lab);
            Call<String> waiter = lab.callAndStop("a");
            Call<String> other = lab.call("a");
            if (!other.isAtRest()) {
                return; // who does not sleep need not be woken
            }
            lab.goOn();
            lab.open("a");

            for (Call<String> call : List.of(fetcher, waiter, other)) {
                call.mustReturn("page a", "All who wait are woken when the value is there.");
            }
        });
    }

    @Test
    default void aWaiterMayLeaveWhereverTheFetcherIs(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            lab.hold("a");
            Call<String> fetcher = lab.callAndStop("a");
            Call<String> waiter = lab.call("a");
            lab.letOneGo("a");
            if (fetches("a", lab) == 1 && lab.fetching("a") == 0) {
                waiter.interrupt();
            }
            lab.goOn();
            lab.open("a");

            fetcher.mustReturn("page a", "A caller that leaves disturbs nobody.");
            waiter.mustEnd("A caller that is interrupted does not hang.");
        });
    }

    @Test
    default void aWaiterIsWokenWhereverItIsOvertaken(Interruptions<String, String> everywhere) {
        everywhere.forEach(lab -> {
            Call<String> fetcher = fetcher("a", lab);
            Call<String> waiter = lab.callAndStop("a");
            lab.letOneGo("a");
            Call<String> other = lab.call("b");
            lab.goOn();
            lab.open("a");

            fetcher.mustReturn("page a", "get returns what the fetch returned.");
            other.mustReturn("page b", "While callers wait for one key, others are fetched.");
            waiter.mustReturn("page a", "A waiting caller is woken even if the value comes while it goes to sleep.");
        });
    }

    private static void isInterruptedAndLeaves(Call<String> waiter) {
        waiter.interrupt();
        waiter.mustThrow(
                InterruptedException.class,
                "A waiting caller that is interrupted leaves with an InterruptedException.");
    }

    private static Call<String> fetcher(String key, Lab<String, String> lab) {
        lab.hold(key);
        Call<String> fetcher = lab.call(key);
        lab.until("A key that is not known is fetched.", () -> lab.fetching(key) > 0);
        return fetcher;
    }

    private static Call<String> waiterDuringFetch(Lab<String, String> lab) {
        lab.hold("a");
        lab.solo("a"); // by a caller whose thread lives on when the fetch is over
        lab.until("A key that is not known is fetched.", () -> lab.fetching("a") > 0);
        return anotherWaiter(lab);
    }

    private static List<Call<String>> waitersDuringFetch(Lab<String, String> lab) {
        return List.of(waiterDuringFetch(lab), anotherWaiter(lab), anotherWaiter(lab));
    }

    private static Call<String> anotherWaiter(Lab<String, String> lab) {
        return waiter("a", lab);
    }

    private static Call<String> waiter(String key, Lab<String, String> lab) {
        Call<String> waiter = lab.call(key);
        waiter.mustWait("Who asks for a key that is being fetched waits for it, and does not fetch it, too.");
        return waiter;
    }
}
