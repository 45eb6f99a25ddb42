// misconception: The permit is given back after a value only.
// caught by: IsThreadSafe
// says: After a failed fetch, the memo works for everybody as before.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final Semaphore permit = new Semaphore(1);
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        boolean mine = !inside.get();
        if (mine) {
            permit.acquire();
            inside.set(true);
        }
        Outcome<V> known = cache.get(key);
        if (known == null) {
            known = ask(key);
            cache.put(key, known);
        }
        V value = known.get();
        if (mine) {
            inside.set(false);
            permit.release();
        }
        return value;
    }

    private Outcome<V> ask(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
