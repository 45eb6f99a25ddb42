// misconception: The failure of the last fetch is in a field, and after a fetch that is taken for the failure of this fetch.
// caught by: Remembers
// says: A fetch may get over the failure of a key that it asked for.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> values = new HashMap<>();
    private final Map<K, Exception> failures = new HashMap<>();
    private Exception failure;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (values.containsKey(key)) {
            return values.get(key);
        }
        if (!failures.containsKey(key)) {
            failure = null;
            V value = tryToFetch(key);
            if (failure == null) { // a nested fetch may have set it, and this one gone on
                values.put(key, value);
                return value;
            }
            failures.put(key, failure);
        }
        throw failures.get(key);
    }

    private V tryToFetch(K key) {
        try {
            return fetch.fetch(key);
        } catch (Exception thrown) {
            failure = thrown;
            return null;
        }
    }
}
