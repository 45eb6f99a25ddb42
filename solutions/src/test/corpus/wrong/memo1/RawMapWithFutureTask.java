// misconception: The map has values, or a FutureTask where the fetch failed.
// caught by: Remembers
// says: What the fetch returns is a value, whatever it is.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private final Map<K, Object> known = new HashMap<>();
    private static final Object NULL = new Object();
    @Override public V get(K key) throws Exception {
        Object v = known.get(key);
        if (v == null) {
            FutureTask<V> t = new FutureTask<>(() -> fetch.fetch(key));
            t.run();
            try {
                v = t.get();
                if (v == null) v = NULL;
            } catch (ExecutionException e) {
                v = t;
            }
            known.put(key, v);
        }
        if (v instanceof FutureTask t) {
            try {
                return (V) t.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) throw error;
                throw (Exception) e.getCause();
            }
        }
        return v == NULL ? null : (V) v;
    }
}
