// misconception: A flag that forbids a second fetch during a fetch forbids a fetch that asks the memo, too.
// caught by: Remembers
// says: A fetch may ask the memo for another key.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Fetched<V>> cache = new HashMap<>();
    private boolean busy;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Fetched<V> known = cache.get(key);
        if (known == null) {
            if (busy) {
                throw new IllegalStateException("a fetch is under way");
            }
            busy = true;
            known = ask(key);
            busy = false;
            cache.put(key, known);
        }
        return known.get();
    }

    private Fetched<V> ask(K key) {
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
