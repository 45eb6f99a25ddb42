package workshop.promises;

import static org.mockito.Mockito.mockingDetails;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.lab.Lab;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What all promises have in common: a memo that is held against them. Their tests take a {@link Lab} as a parameter,
 * with a new memo in it whose fetches Mockito counts; the page of a key is {@code "page " + key}.
 */
@ExtendWith(LabParameter.class)
public interface Promise {

    /** Ends the rule of a test that calls {@link Lab#letTimeFly}. */
    String TIME_FLIES = "; here, time flies: each limit is over at once, each look at a clock is a day later.";

    /** The class of the memo that is held against the promise. */
    Class<?> memo();

    /** A new memo around this fetch that is not watched. */
    @SuppressWarnings("unchecked")
    default <K, V> Memoizer<K, V> newMemo(Fetch<K, V> fetch) throws ReflectiveOperationException {
        return (Memoizer<K, V>) memo().getConstructor(Fetch.class).newInstance(fetch);
    }

    /** Fails with the rule unless this key was fetched exactly once. */
    static <K> void mustHaveFetchedOnce(K key, Lab<K, ?> lab, String rule) {
        long fetches = fetches(key, lab);
        if (fetches != 1) {
            throw lab.wrongFetches(key, "\"" + key + "\" was fetched " + fetches + " times.", rule);
        }
    }

    /** How many times this key was fetched. */
    static <K> long fetches(K key, Lab<K, ?> lab) {
        lab.settle(); // a thread of the memo's own may be about to fetch once more
        return mockingDetails(lab.fetch()).getInvocations().stream()
                .filter(fetch -> key.equals(fetch.getArgument(0)))
                .count();
    }
}
