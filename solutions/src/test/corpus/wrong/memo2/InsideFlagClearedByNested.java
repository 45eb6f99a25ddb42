// misconception: A thread that has the lock is marked as inside; whoever leaves clears the mark, nested or not.
// caught by: Remembers
// says: A fetch may ask the memo for several keys.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>(); // guarded by turn
    private final Semaphore turn = new Semaphore(1);
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        boolean nested = inside.get() != null;
        if (!nested) {
            turn.acquireUninterruptibly();
        }
        inside.set(true);
        try {
            Result<V> known = cache.get(key);
            if (known == null) {
                known = fetch(key);
                cache.put(key, known);
            }
            return known.get();
        } finally {
            inside.remove(); // the second nested call waits for its own turn
            if (!nested) {
                turn.release();
            }
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
