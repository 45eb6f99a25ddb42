package workshop.promises;

import io.github.memoworkshop.memotest.lab.Lab;
import io.github.memoworkshop.memotest.lab.ThreadKind;
import org.junit.jupiter.api.Test;

/** Different keys are fetched side by side, and what is known is answered meanwhile. */
public interface FetchesInParallel extends Promise {

    @Test
    default void differentKeysAreFetchedSideBySide(Lab<String, String> lab) {
        areFetchedSideBySide("a", "b", lab);
    }

    @Test
    default void keysWithEqualHashCodesAreFetchedSideBySide(Lab<String, String> lab) {
        areFetchedSideBySide("Aa", "BB", lab);
    }

    @Test
    default void keysThatLookAlikeAreFetchedSideBySide(Lab<Object, String> lab) {
        areFetchedSideBySide(10, "10", lab);
    }

    private static <K> void areFetchedSideBySide(K one, K other, Lab<K, String> lab) {
        lab.hold(one, other);
        lab.call(one);
        lab.call(other);

        lab.until("One key is fetched while another one is being fetched.", () -> lab.fetching() == 2);
    }

    @Test
    default void aKnownKeyIsAnsweredWhileAnotherIsBeingFetched(Lab<String, String> lab) {
        lab.call("known").mustReturn("page known", "get returns what the fetch returned.");
        lab.hold("a");
        lab.call("a");

        lab.call("known")
                .mustReturn("page known", "A key that is known is answered while another one is being fetched.");
        lab.call("b").mustReturn("page b", "A key is fetched and answered while another one is being fetched.");
    }

    @Test
    default void aCrowdFetchesSideBySide(Lab<Integer, String> lab) {
        aCrowdFetchesSideBySide(64, ThreadKind.PLATFORM, lab);
    }

    @Test
    default void aCrowdOfVirtualThreadsFetchesSideBySide(Lab<Integer, String> lab) {
        ThreadKind kind = ThreadKind.virtualIfAvailable();
        aCrowdFetchesSideBySide(kind == ThreadKind.VIRTUAL ? 200 : 64, kind, lab);
    }

    private static void aCrowdFetchesSideBySide(int crowd, ThreadKind kind, Lab<Integer, String> lab) {
        for (Integer key = 0; key < crowd; key++) {
            lab.hold(key);
        }
        for (int key = 0; key < crowd; key++) {
            lab.call(key, kind);
            int started = key + 1;
            lab.until("However many callers there are, all fetch side by side.", () -> lab.fetching() == started);
        }
    }
}
