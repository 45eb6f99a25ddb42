// style: sixteen shards with a lock each, never held while fetching
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final List<Map<K, Result<V>>> shards = Stream.generate(() -> new HashMap<K, Result<V>>())
            .limit(16)
            .collect(Collectors.toUnmodifiableList());

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Map<K, Result<V>> shard = shards.get(Math.floorMod(key.hashCode(), shards.size()));
        Result<V> known;
        synchronized (shard) {
            known = shard.get(key);
        }
        if (known != null) {
            return known.get();
        }
        Result<V> fetched = fetch(key);
        synchronized (shard) {
            Result<V> first = shard.putIfAbsent(key, fetched);
            return (first == null ? fetched : first).get();
        }
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
