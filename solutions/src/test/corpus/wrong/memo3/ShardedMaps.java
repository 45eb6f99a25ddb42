// misconception: The map is split into shards by the hash code, each with its own lock, which is held during the fetch.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final List<Map<K, Fetched<V>>> shards = new ArrayList<>();
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        for (int i = 0; i < 64; i++) {
            shards.add(new HashMap<>());
        }
    }

    @Override
    public V get(K key) throws Exception {
        Map<K, Fetched<V>> shard = shards.get(Math.floorMod(key.hashCode(), shards.size()));
        synchronized (shard) {
            Fetched<V> known = shard.get(key);
            if (known == null) {
                known = tryFetch(key);
                shard.put(key, known);
            }
            return known.get();
        }
    }

    private Fetched<V> tryFetch(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
