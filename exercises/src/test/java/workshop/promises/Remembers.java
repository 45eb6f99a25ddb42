package workshop.promises;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static workshop.promises.Promise.mustHaveFetchedOnce;

import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One caller: each key is fetched once, and what came of it, {@code null} and exceptions included, is remembered. */
public interface Remembers extends Promise {

    int TOO_LONG = Integer.MAX_VALUE - 8;

    @Test
    default void aValueIsRemembered(Lab<String, String> lab) {
        lab.solo("a").mustReturn("page a", "get returns what the fetch returned.");
        lab.solo("a").mustReturn("page a", "A second get returns the same again.");

        mustHaveFetchedOnce("a", lab, "A key that has been fetched is not fetched again.");
    }

    @Test
    default void nullIsRemembered(Lab<String, String> lab) {
        lab.script("a", key -> null);

        lab.solo("a").mustReturn(null, "A fetch may return null, and get returns it.");
        lab.solo("a").mustReturn(null, "A second get returns null again.");

        mustHaveFetchedOnce("a", lab, "null is an answer, too: it is fetched once and remembered.");
    }

    @Test
    default void aCheckedExceptionIsRemembered(Lab<String, String> lab) {
        theVeryExceptionIsRemembered(new IOException("404"), lab);
    }

    @Test
    default void anUncheckedExceptionIsRemembered(Lab<String, String> lab) {
        theVeryExceptionIsRemembered(new IllegalStateException("the page is broken"), lab);
    }

    @Test
    default void anExceptionWithACauseIsRemembered(Lab<String, String> lab) {
        theVeryExceptionIsRemembered(new RuntimeException("no page", new IOException("404")), lab);
    }

    /** Among them are some that the libraries which a memo may use throw, too. */
    @Test
    default void whateverIsThrownIsRemembered(Lab<String, String> lab) {
        for (Exception failure : List.of(
                new Exception("404"),
                new TimeoutException("504"),
                new NullPointerException("no page"),
                new NoSuchElementException("no page"),
                new ConcurrentModificationException("the page is being written"))) {
            theVeryExceptionIsRemembered(failure, lab);
        }
    }

    private static void theVeryExceptionIsRemembered(Exception failure, Lab<String, String> lab) {
        String page = "page with " + failure.getClass().getSimpleName();
        lab.script(page, key -> {
            throw failure;
        });

        lab.solo(page).mustThrow(failure, "get throws the very exception that the fetch threw.");
        lab.solo(page).mustThrow(failure, "A second get throws the very same exception.");

        mustHaveFetchedOnce(page, lab, "A failure is an answer, too: the key is fetched once.");
    }

    @Test
    default void whateverIsReturnedIsAValue(Lab<String, Object> lab) {
        List<Object> pages = List.of(
                new IOException("not thrown, but fetched"),
                Optional.empty(),
                CompletableFuture.completedFuture("page"),
                (Callable<String>) () -> "page",
                new FutureTask<>(() -> "page"),
                new Hand(),
                List.of(),
                false,
                "",
                "null");
        for (Object page : pages) {
            lab.script(page.toString(), key -> page);

            for (int round = 1; round <= 2; round++) {
                lab.solo(page.toString()).mustReturn(page, "What the fetch returns is a value, whatever it is.");
            }
        }
    }

    /** A thread as a value. */
    final class Hand extends Thread {

        @Override
        public String toString() {
            return "a thread";
        }
    }

    @Test
    default void equalPagesAreStillTwoPages(Lab<String, Object> lab) {
        List<String> page = new ArrayList<>();
        List<String> equalPage = new ArrayList<>();
        lab.script("a", key -> page);
        lab.script("b", key -> equalPage);
        lab.script("whose page", key -> lab.memo().get("b") == equalPage ? "its own" : "an equal one of another key");

        for (String key : List.of("a", "b")) {
            lab.solo(key).mustReturn(List.of(), "get returns what the fetch returned.");
        }
        lab.solo("whose page").mustReturn("its own", "get returns the very object that the fetch of this key returned.");
    }

    @Test
    default void equalKeysAreOneKey(Lab<Object, String> lab) {
        List<String> keys = Stream.of("Aa", "BB")
                .flatMap(one -> Stream.of("Aa", "BB").map(one::concat))
                .flatMap(one -> Stream.of("Aa", "BB").map(one::concat))
                .toList(); // all of them have the same hash code
        for (int round = 1; round <= 3; round++) {
            for (String key : keys) {
                lab.solo(new String(key)).mustReturn("page " + key, "Keys are compared with equals.");
            }
        }

        for (String key : keys) {
            mustHaveFetchedOnce(key, lab, "Keys that are equal are one key.");
        }
        List<Object> equalKeys =
                List.of(List.of(1), new ArrayList<>(List.of(1)), Set.of(1), new LinkedHashSet<>(Set.of(1)));
        for (Object key : equalKeys) {
            String page = key instanceof List ? "page of a list" : "page of a set";
            lab.script(key, one -> page);
            lab.solo(key).mustReturn(page, "Keys are compared with equals, whatever their classes are.");
            mustHaveFetchedOnce(key, lab, "Keys that are equal are one key, whatever their classes are.");
        }
    }

    @Test
    default void otherKeysAreOtherKeys(Lab<Object, String> lab) {
        // Some look alike, some have equal hash codes, and those of the last ones are negative.
        List<Object> keys = List.of("a", "A", " a", "", "Aa", "BB", 1, "1", 1L, '1', List.of(1), List.of("1"),
                new BigDecimal("1"), new BigDecimal("1.0"), -1, Integer.MIN_VALUE);
        for (int number = 0; number < keys.size(); number++) {
            String page = "page of key number " + number;
            lab.script(keys.get(number), key -> page);
        }

        for (int round = 1; round <= 2; round++) {
            for (int number = 0; number < keys.size(); number++) {
                lab.solo(keys.get(number))
                        .mustReturn("page of key number " + number, "Keys that are not equal are different keys.");
            }
        }
    }

    @Test
    default void eachKeyHasItsOwnOutcome(Lab<String, String> lab) {
        IOException failure = new IOException("404");
        IOException other = new IOException("404");
        lab.script("nothing", key -> null);
        lab.script("failure", key -> {
            throw failure;
        });
        lab.script("another failure", key -> {
            throw other;
        });

        for (int round = 1; round <= 2; round++) {
            lab.solo("failure").mustThrow(failure, "What came of one key says nothing of another key.");
            lab.solo("nothing").mustReturn(null, "What came of one key says nothing of another key.");
            lab.solo("a").mustReturn("page a", "What came of one key says nothing of another key.");
            lab.solo("another failure").mustThrow(other, "What came of one key says nothing of another key.");
        }
    }

    @Test
    default void aFetchMayAskTheMemo(Lab<String, String> lab) {
        lab.script("Aa", key -> "page Aa with " + lab.memo().get("BB")); // two keys with the same hash code

        lab.solo("Aa").mustReturn("page Aa with page BB", "A fetch may ask the memo for another key.");

        lab.solo("BB").mustReturn("page BB", "What is fetched on the way is remembered, too.");
        mustHaveFetchedOnce("BB", lab, "What is fetched on the way is remembered, too.");
        lab.solo("Aa").mustReturn("page Aa with page BB", "A second get returns the same again.");
        mustHaveFetchedOnce("Aa", lab, "A key that has been fetched is not fetched again.");
    }

    @Test
    default void aFetchMayAskForSeveralKeys(Lab<String, String> lab) {
        lab.script("a", key -> lab.memo().get("b") + ", " + lab.memo().get("c") + ", " + lab.memo().get("b"));

        lab.solo("a").mustReturn("page b, page c, page b", "A fetch may ask the memo for several keys.");

        mustHaveFetchedOnce("b", lab, "What is fetched on the way is remembered, too.");
    }

    @Test
    default void aFetchMayGetOverTheFailureOfAnother(Lab<String, String> lab) {
        IOException failure = new IOException("404");
        lab.script("b", key -> {
            throw failure;
        });
        lab.script("a", key -> {
            try {
                return lab.memo().get("b");
            } catch (IOException noPage) {
                return "page a without b";
            }
        });

        for (int round = 1; round <= 2; round++) {
            lab.solo("a").mustReturn("page a without b", "A fetch may get over the failure of a key that it asked for.");
            lab.solo("b").mustThrow(failure, "What is fetched on the way is remembered, too.");
        }
        mustHaveFetchedOnce("a", lab, "A key that has been fetched is not fetched again.");
        mustHaveFetchedOnce("b", lab, "What is fetched on the way is remembered, too.");
    }

    @Test
    default void whatAFailedFetchAskedForIsRemembered(Lab<String, String> lab) {
        IOException failure = new IOException("404");
        lab.script("a", key -> {
            lab.memo().get("b");
            throw failure;
        });
        lab.script("c", key -> {
            lab.memo().get("d");
            throw new Error("the fetch is broken");
        });

        lab.solo("a").mustThrow(failure, "get throws the very exception that the fetch threw.");
        lab.solo("c").mustEnd("A caller does not hang when its fetch ends with an Error.");

        for (String key : List.of("b", "d")) {
            lab.solo(key).mustReturn("page " + key, "What is fetched on the way is remembered, too.");
            mustHaveFetchedOnce(key, lab, "What is fetched on the way is remembered, even if the fetch fails afterwards.");
        }
    }

    @Test
    default void aFetchMayGoDeep(Lab<String, Integer> lab) {
        int depth = 100;
        lab.script("page 0", key -> 0);
        for (int number = 1; number <= depth; number++) {
            String next = "page " + (number - 1);
            lab.script("page " + number, key -> 1 + lab.memo().get(next));
        }

        lab.solo("page " + depth).mustReturn(depth, "A fetch may ask for another key, and that one for the next.");

        for (int number = 0; number <= depth; number++) {
            lab.solo("page " + number).mustReturn(number, "What is fetched on the way is remembered, too.");
            mustHaveFetchedOnce("page " + number, lab, "What is fetched on the way is remembered, too.");
        }
    }

    @Test
    default void nothingIsForgotten(Lab<Object, Object> lab) {
        List<Object> forgotten = new CopyOnWriteArrayList<>();
        lab.script("many keys", nothing -> {
            Thread caller = Thread.currentThread();
            AtomicLong effort = new AtomicLong();
            Runnable look = () -> effort.addAndGet(Thread.currentThread() == caller ? 1 : 5_000);
            Set<Integer> known = ConcurrentHashMap.newKeySet();
            Memoizer<NumberedKey, Object> memo = newMemo(key -> { // not watched, for it is asked often
                look.run();
                if (known.add(key.number())) {
                    return page(key.number());
                }
                forgotten.add(key);
                return lab.fetch().fetch(key);
            });
            int keys = 0;
            while (keys < 12_000 && effort.get() < 1_000_000) { // a right memo may search long, or ask another thread
                ask(memo, new NumberedKey(keys++, look));
                lab.goesOn(); // all of this is one call, and the lab sees neither this memo nor its fetches
            }
            runOutOfMemory(); // nobody but the memo knows the keys and the pages any more
            for (int hit = 0; hit < 2_000 && effort.get() < 1_200_000; hit++) {
                ask(memo, new NumberedKey(0, look));
                lab.goesOn();
            }
            while (keys > 0 && forgotten.isEmpty()) {
                ask(memo, new NumberedKey(--keys, look));
                lab.goesOn();
            }
            return "done";
        });

        lab.solo("many keys").mustReturn("done", "A second get returns the same again.");

        for (Object key : forgotten) {
            throw lab.wrongFetches(key, "A key was fetched again after many others.", "Nothing is forgotten.");
        }
    }

    /** A new value, null or a new failure. */
    private static Object page(int number) throws NoPage {
        return switch (number % 3) {
            case 0 -> new String("page");
            case 1 -> null;
            default -> throw new NoPage();
        };
    }

    private static void ask(Memoizer<NumberedKey, Object> memo, NumberedKey key) throws Exception {
        try {
            memo.get(key);
        } catch (NoPage failure) {
            // that is its answer
        }
    }

    /** Thrown so often that a stack trace would take too long. */
    final class NoPage extends Exception {

        private static final long serialVersionUID = 1;

        NoPage() {
            super("404", null, false, false);
        }
    }

    /** All soft references have been cleared when the JVM says so; see {@link java.lang.ref.SoftReference}. */
    private static void runOutOfMemory() {
        if (Runtime.getRuntime().maxMemory() / Long.BYTES < TOO_LONG) {
            assertThrows(OutOfMemoryError.class, () -> Arrays.setAll(new long[TOO_LONG], i -> i));
        } else { // it might even succeed, in 16 gigabytes: so at least the weak ones are cleared
            System.gc();
        }
    }

    /** A key that tells each time a memo looks at it. */
    record NumberedKey(int number, Runnable look) {

        @Override
        public boolean equals(Object other) {
            look.run();
            return other instanceof NumberedKey key && key.number == number;
        }

        @Override
        public int hashCode() {
            look.run();
            return number;
        }

        @Override
        public String toString() {
            return "key number " + number;
        }
    }

    @Test
    default void nothingIsForgottenAsTimeGoesBy(Lab<String, String> lab) {
        String rule = "What was fetched is remembered for good" + TIME_FLIES;
        IOException failure = new IOException("404");
        lab.letTimeFly();
        lab.script("nothing", key -> null);
        lab.script("failure", key -> {
            throw failure;
        });

        for (int look = 1; look <= 2; look++) {
            lab.solo("a").mustReturn("page a", rule);
            lab.solo("nothing").mustReturn(null, rule);
            lab.solo("failure").mustThrow(failure, rule);
            lab.settle(); // a thread of the memo's own may be about to forget it
        }

        for (String key : List.of("a", "nothing", "failure")) {
            mustHaveFetchedOnce(key, lab, rule);
        }
    }

    @Test
    default void aFetchMayAskAnotherMemo(Lab<String, String> lab) {
        lab.script("two memos", absent -> {
            Memoizer<String, String> pages = newMemo(key -> "page " + key);
            Memoizer<String, String> copies = newMemo(key -> "copy of " + pages.get(key));
            return copies.get("a");
        });

        lab.solo("two memos").mustReturn("copy of page a", "A fetch may ask another memo, even for the same key.");
    }

    @Test
    default void eachMemoHasItsOwnMemory(Lab<String, String> lab, Lab<String, String> other) {
        other.script("a", key -> "another page a");

        lab.script("both", absent -> {
            Memoizer<String, String> pages = newMemo(key -> "page " + key);
            Memoizer<String, String> others = newMemo(key -> "another page " + key);
            return pages.get("a") + ", " + others.get("a");
        });

        lab.solo("a").mustReturn("page a", "get returns what the fetch returned.");
        lab.solo("both").mustReturn("page a, another page a", "Two memos with different fetches know nothing of each other.");
        other.solo("a").mustReturn("another page a", "Two memos with different fetches know nothing of each other.");
    }
}
