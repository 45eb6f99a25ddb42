// misconception: Failures are held weakly, who still has one gets it.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private final Map<K, V> values = new HashMap<>();
    private final Map<K, WeakReference<Exception>> failures = new HashMap<>();
    @Override public V get(K key) throws Exception {
        if (values.containsKey(key)) return values.get(key);
        WeakReference<Exception> ref = failures.get(key);
        Exception failure = ref == null ? null : ref.get();
        if (failure != null) throw failure;
        try {
            V v = fetch.fetch(key);
            values.put(key, v);
            return v;
        } catch (Exception e) {
            failures.put(key, new WeakReference<>(e));
            throw e;
        }
    }
}
