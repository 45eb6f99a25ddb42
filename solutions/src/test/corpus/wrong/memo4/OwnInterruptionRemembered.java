// misconception: Whatever comes out of the shared cache, this thread may remember it, even that it was interrupted.
// caught by: WaitsWell
// says: Who was interrupted once may ask for the same key again.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, FutureTask<V>> shared = new ConcurrentHashMap<>();
    private final ThreadLocal<Map<K, Result<V>>> own = ThreadLocal.withInitial(HashMap::new);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Map<K, Result<V>> mine = own.get();
        Result<V> known = mine.get(key);
        if (known == null) {
            try {
                known = new Result<>(ask(key), null);
            } catch (Throwable failure) { // also that I was interrupted while waiting
                known = new Result<>(null, failure);
            }
            mine.put(key, known);
        }
        return known.get();
    }

    private V ask(K key) throws Throwable {
        FutureTask<V> mine = new FutureTask<>(() -> fetch.fetch(key));
        FutureTask<V> task = shared.putIfAbsent(key, mine);
        if (task == null) {
            task = mine;
            mine.run();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private record Result<V>(V value, Throwable failure) {

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
