// misconception: After a failure the lock is not given back, because the exception is thrown between lock and unlock.
// caught by: Remembers
// says: A second get throws the very same exception.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final Semaphore mutex = new Semaphore(1);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        mutex.acquire();
        Result<V> known = cache.get(key);
        mutex.release();
        if (known == null) {
            known = fetch(key);
            mutex.acquire();
            cache.put(key, known);
            V value = known.get();
            mutex.release();
            return value;
        }
        return known.get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
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
