package io.github.memoworkshop.memotest;

/**
 * A cache in front of a {@link Fetch}: it fetches each key once and answers from memory from then on.
 *
 * <p>How far that holds when several threads call at once is what the four stages of the workshop are about.
 *
 * @param <K> what is asked for; equal keys are one key
 * @param <V> what comes back
 */
@FunctionalInterface
public interface Memoizer<K, V> {

    /**
     * Answers with the outcome of fetching this key.
     *
     * @param key what is asked for
     * @return the value that the fetch returned, which may be {@code null}
     * @throws Exception the very exception that the fetch threw, or {@link InterruptedException} when the caller
     *     is interrupted while it waits for another caller's fetch
     */
    V get(K key) throws Exception;
}
