// misconception: A ConcurrentHashMap is used as if it could hold null.
// caught by: Remembers
// says: A fetch may return null, and get returns it.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> values = new ConcurrentHashMap<>();
    private final Map<K, Exception> failures = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public synchronized V get(K key) throws Exception {
        if (failures.containsKey(key)) {
            throw failures.get(key);
        }
        if (!values.containsKey(key)) {
            V value;
            try {
                value = fetch.fetch(key);
            } catch (Exception e) {
                failures.put(key, e);
                throw e;
            }
            values.put(key, value);
        }
        return values.get(key);
    }
}
