// misconception: The mark "this thread is inside" is static, and so opens the door to every other memo, too.
// caught by: IsThreadSafe
// says: DATA RACE on Memo.cache
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
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (INSIDE.get()) {
            return look(key).get(); // a nested call: we have our turn already, if it is of this memo
        }
        turn.acquireUninterruptibly();
        INSIDE.set(true);
        try {
            return look(key).get();
        } finally {
            INSIDE.remove();
            turn.release();
        }
    }

    private Result<V> look(K key) {
        Result<V> known = cache.get(key);
        if (known == null) {
            known = fetch(key);
            cache.put(key, known);
        }
        return known;
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
