// misconception: A cache has a time to live: without one, it is a leak.
// caught by: Remembers
// says: remembered for good
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null || Instant.now().isAfter(known.end)) {
            known = fetch(key);
            cache.put(key, known);
        }
        return known.get();
    }

    private Result<V> fetch(K key) {
        Instant end = Instant.now().plus(Duration.ofHours(12));
        try {
            return new Result<>(fetch.fetch(key), null, end);
        } catch (Exception failure) {
            return new Result<>(null, failure, end);
        }
    }

    private record Result<V>(V value, Exception failure, Instant end) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
