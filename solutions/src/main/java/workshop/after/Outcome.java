package workshop.after;

import io.github.memoworkshop.memotest.Fetch;

/**
 * What came of a fetch: a value, or what it threw instead.
 *
 * <p>It lets every kind of map and future remember everything: none of them sees a {@code null} or a failure.
 *
 * @param <V> what comes back
 * @param value what the fetch returned, which may be {@code null}
 * @param failure what the fetch threw, or {@code null}
 */
record Outcome<V>(V value, Throwable failure) {

    static <K, V> Outcome<V> of(Fetch<K, V> fetch, K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable thrown) { // an Error, too: those who wait must learn of it
            return new Outcome<>(null, thrown);
        }
    }

    boolean isFailure() {
        return failure != null;
    }

    /** Ends as the fetch has ended: returns the value, or throws the very exception or error. */
    V get() throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
