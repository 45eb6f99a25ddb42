// misconception: A page that is ten minutes old had better be fetched again.
// caught by: Remembers
// says: remembered for good
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null || known.end < System.currentTimeMillis()) {
            known = fetch(key);
            cache.put(key, known);
        }
        return known.get();
    }

    private Result<V> fetch(K key) {
        long end = System.currentTimeMillis() + 600_000;
        try {
            return new Result<>(fetch.fetch(key), null, end);
        } catch (Exception failure) {
            return new Result<>(null, failure, end);
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
