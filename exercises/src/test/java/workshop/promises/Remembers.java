package workshop.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verify;
import static workshop.promises.Promise.once;

import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One caller: each key is fetched once, and what came of it, {@code null} and exceptions included, is remembered. */
public interface Remembers extends Promise {

    @Test
    default void aValueIsRemembered(Lab<String, String> lab) throws Exception {
        lab.solo("a").mustReturn("page a", "get returns what the fetch returned.");
        lab.solo("a").mustReturn("page a", "A second get returns the same again.");

        verify(lab.fetch(), once("A key that has been fetched is not fetched again.")).fetch("a");
    }

    @Test
    default void nullIsRemembered(Lab<String, String> lab) throws Exception {
        lab.script("a", key -> null);

        lab.solo("a").mustReturn(null, "A fetch may return null, and get returns it.");
        lab.solo("a").mustReturn(null, "A second get returns null again.");

        verify(lab.fetch(), once("A key whose value is null has been fetched, too.")).fetch("a");
    }

    @Test
    default void aCheckedExceptionIsRemembered(Lab<String, String> lab) throws Exception {
        theVeryExceptionIsRemembered(new IOException("404"), lab);
    }

    @Test
    default void anUncheckedExceptionIsRemembered(Lab<String, String> lab) throws Exception {
        theVeryExceptionIsRemembered(new IllegalStateException("the page is broken"), lab);
    }

    private static void theVeryExceptionIsRemembered(Exception failure, Lab<String, String> lab) throws Exception {
        lab.script("a", key -> {
            throw failure;
        });

        lab.solo("a").mustThrow(failure, "get throws the very exception that the fetch threw.");
        lab.solo("a").mustThrow(failure, "A second get throws the very same exception.");

        verify(lab.fetch(), once("A key whose fetch failed has been fetched, too.")).fetch("a");
    }

    @Test
    default void equalKeysAreOneKey(Lab<String, String> lab) throws Exception {
        lab.solo("a").mustReturn("page a", "get returns what the fetch returned.");
        lab.solo(new String("a")).mustReturn("page a", "Keys are compared with equals.");

        verify(lab.fetch(), once("Keys that are equal are one key.")).fetch("a");
    }

    @Test
    default void aFetchMayAskTheMemo(Lab<String, String> lab) {
        lab.script("Aa", key -> "page Aa with " + lab.memo().get("BB")); // two keys with the same hash code

        lab.solo("Aa").mustReturn("page Aa with page BB", "A fetch may ask the memo for another key.");
    }

    @Test
    default void nothingIsForgotten(Lab<Integer, String> lab) {
        List<Integer> keys = IntStream.range(0, 300).boxed().toList();

        lab.solo(keys).get(299).mustReturn("page 299", "get returns what the fetch returned.");
        System.gc();
        lab.solo(keys).get(299).mustReturn("page 299", "A second get returns the same again.");

        int fetches = mockingDetails(lab.fetch()).getInvocations().size();
        assertEquals(300, fetches, "fetches of 300 keys, each asked for twice.\nRule: Nothing is forgotten.");
    }

    @Test
    default void eachMemoHasItsOwnMemory(Lab<String, String> lab, Lab<String, String> other) throws Exception {
        other.script("a", key -> "another page a");

        lab.solo("a").mustReturn("page a", "get returns what the fetch returned.");
        other.solo("a").mustReturn("another page a", "Two memos with different fetches know nothing of each other.");
    }
}
