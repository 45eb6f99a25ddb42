package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

/**
 * Stage 1: remember.
 *
 * <p>Some answers take long to fetch, a page from the web for example, and are asked for again and again. Fetch
 * each key once and answer from memory from then on, whatever came of the fetch. There is only one caller, in one
 * thread.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        // TODO
        throw new UnsupportedOperationException(
                "memo1 is yours to write: replace the TODO in src/main/java/workshop/memo1/Memo.java");
    }
}
