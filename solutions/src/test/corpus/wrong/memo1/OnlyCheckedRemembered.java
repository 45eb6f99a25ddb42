// misconception: Only the checked exceptions that one expects are remembered, unchecked ones are not.
// caught by: Remembers
// says: A failure is an answer, too
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.IOException;
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
        if (!cache.containsKey(key)) {
            try {
                cache.put(key, new Result<>(fetch.fetch(key), null));
            } catch (IOException e) {
                cache.put(key, new Result<>(null, e));
            }
        }
        return cache.get(key).get();
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
