// misconception: The end of the fetcher's thread is taken for the end of its fetch.
// caught by: WaitsWell
// says: A waiting caller is woken when the value is there.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>(Thread.currentThread());
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable failure) {
                mine.failure = failure;
            }
            entry = mine;
        } else if (entry.fetcher != Thread.currentThread()) {
            entry.fetcher.join();
        }
        if (entry.failure instanceof Exception exception) {
            throw exception;
        }
        if (entry.failure != null) {
            throw (Error) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        final Thread fetcher;
        V value;
        Throwable failure;

        Entry(Thread fetcher) {
            this.fetcher = fetcher;
        }
    }
}
