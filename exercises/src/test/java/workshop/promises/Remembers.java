package workshop.promises;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mockingDetails;
import static workshop.promises.Promise.mustHaveFetchedOnce;

import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

    private static void theVeryExceptionIsRemembered(Exception failure, Lab<String, String> lab) {
        lab.script("a", key -> {
            throw failure;
        });

        lab.solo("a").mustThrow(failure, "get throws the very exception that the fetch threw.");
        lab.solo("a").mustThrow(failure, "A second get throws the very same exception.");

        mustHaveFetchedOnce("a", lab, "A failure is an answer, too: the key is fetched once.");
    }

    @Test
    default void anExceptionThatIsReturnedIsAValue(Lab<String, Object> lab) {
        IOException page = new IOException("not thrown, but fetched");
        lab.script("a", key -> page);

        lab.solo("a").mustReturn(page, "What the fetch returns is a value, whatever its type.");
        lab.solo("a").mustReturn(page, "What the fetch returns is a value, whatever its type.");
    }

    @Test
    default void equalKeysAreOneKey(Lab<String, String> lab) {
        lab.solo("a").mustReturn("page a", "get returns what the fetch returned.");
        lab.solo(new String("a")).mustReturn("page a", "Keys are compared with equals.");

        mustHaveFetchedOnce("a", lab, "Keys that are equal are one key.");
    }

    @Test
    default void otherKeysAreOtherKeys(Lab<Object, String> lab) {
        lab.script("1", key -> "page of a text");
        for (int round = 1; round <= 2; round++) {
            lab.solo("Aa").mustReturn("page Aa", "Keys that are not equal are different keys.");
            lab.solo("BB").mustReturn("page BB", "Keys are different keys even if their hash codes are equal.");
            lab.solo(1).mustReturn("page 1", "Keys that are not equal are different keys.");
            lab.solo("1").mustReturn("page of a text", "Keys are different keys even if they look the same.");
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
    @SuppressWarnings("unchecked") // clearInvocations takes an array of mocks
    default void nothingIsForgotten(Lab<String, String> lab) {
        lab.solo(manyKeys()).get(599).mustReturn("page key 599", "get returns what the fetch returned.");

        clearInvocations(lab.fetch());
        System.gc(); // nobody but the memo knows the keys of the first round any more
        runOutOfMemory();
        lab.solo(manyKeys()).get(599).mustReturn("page key 599", "A second get returns the same again.");

        int fetches = mockingDetails(lab.fetch()).getInvocations().size();
        if (fetches > 0) {
            throw lab.wrongFetches("key 599", "Of 600 keys, " + fetches + " were fetched again.", "Nothing is forgotten.");
        }
    }

    /** All soft references have been cleared when the JVM says so; see {@link java.lang.ref.SoftReference}. */
    private static void runOutOfMemory() {
        if (Runtime.getRuntime().maxMemory() / Long.BYTES < TOO_LONG) { // or it might even succeed, in 16 gigabytes
            assertThrows(OutOfMemoryError.class, () -> Arrays.setAll(new long[TOO_LONG], i -> i));
        }
    }

    private static List<String> manyKeys() {
        return IntStream.range(0, 600).mapToObj(number -> "key " + number).toList();
    }

    @Test
    default void eachMemoHasItsOwnMemory(Lab<String, String> lab, Lab<String, String> other) {
        other.script("a", key -> "another page a");

        lab.solo("a").mustReturn("page a", "get returns what the fetch returned.");
        other.solo("a").mustReturn("another page a", "Two memos with different fetches know nothing of each other.");
    }
}
