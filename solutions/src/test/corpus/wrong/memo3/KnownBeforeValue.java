// misconception: First the key is known, and then its value is stored: who comes between gets null.
// caught by: IsThreadSafe
// says: Every caller gets the answer to its own question.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private final Set<K> known = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<K, V> values = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, Exception> failures = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        if (!known.contains(key)) {
            try {
                V v = fetch.fetch(key);
                known.add(key);
                if (v != null) values.put(key, v);
            } catch (Exception e) {
                failures.put(key, e);
                known.add(key);
            }
        }
        Exception failure = failures.get(key);
        if (failure != null) throw failure;
        return values.get(key);
    }
}
