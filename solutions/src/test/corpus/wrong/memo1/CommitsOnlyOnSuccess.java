// misconception: What was fetched on behalf of a fetch that fails had better be rolled back with it.
// caught by: Remembers
// says: even if the fetch fails afterwards.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> committed = new HashMap<>();
    private final Map<K, Result<V>> pending = new HashMap<>();
    private int depth;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = committed.get(key);
        if (known == null) {
            known = pending.get(key);
        }
        if (known == null) {
            depth++;
            known = fetch(key);
            depth--;
            if (known.failure() != null) {
                pending.clear();
                committed.put(key, known);
            } else {
                pending.put(key, known);
                if (depth == 0) {
                    committed.putAll(pending);
                    pending.clear();
                }
            }
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
