package io.github.memoworkshop.memotest;

/**
 * The slow function that a {@link Memoizer} spares: it is asked for a key and answers with a value.
 *
 * <p>It may be called by many threads at once. Its answer for a key, a value, {@code null} or an exception, is
 * the outcome that a memoizer remembers.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
@FunctionalInterface
public interface Fetch<K, V> {

    /**
     * Fetches the value of a key, however long that takes.
     *
     * @param key what to fetch
     * @return the value, which may be {@code null}
     * @throws Exception whatever went wrong; that, too, is the outcome for this key
     */
    V fetch(K key) throws Exception;
}
