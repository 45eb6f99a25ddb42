// misconception: A failure is remembered for a minute only, for next time it may go well.
// caught by: Remembers
// says: remembered for good
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null || known.failure != null && System.nanoTime() - known.end > 0) {
            known = fetch(key);
            cache.put(key, known);
        }
        return known.get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null, 0);
        } catch (Exception failure) {
            return new Result<>(null, failure, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        }
    }

    private static final class Result<V> {

        private final V value;
        private final Exception failure;
        private final long end;

        Result(V value, Exception failure, long end) {
            this.value = value;
            this.failure = failure;
            this.end = end;
        }

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
