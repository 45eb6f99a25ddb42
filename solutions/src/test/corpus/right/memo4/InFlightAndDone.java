// style: a map of fetches under way and a map of results, changed in one step under one lock
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> done = new HashMap<>();
    private final Map<K, CountDownLatch> inFlight = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        while (true) {
            CountDownLatch other;
            synchronized (this) {
                Result<V> known = done.get(key);
                if (known != null) {
                    return known.get();
                }
                other = inFlight.get(key);
                if (other == null) {
                    inFlight.put(key, new CountDownLatch(1));
                    break;
                }
            }
            other.await();
        }
        Result<V> result =
                new Result<>(null, new IllegalStateException("the fetch ended with an Error"));
        try {
            result = call(key);
        } finally {
            synchronized (this) {
                done.put(key, result);
                inFlight.remove(key).countDown();
            }
        }
        return result.get();
    }

    private Result<V> call(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Result<>(null, e);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
