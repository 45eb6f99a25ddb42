// misconception: The lock of a key is its interned text, but equal keys may have different texts.
// caught by: FetchesOnce
// says: A key that is being fetched is not fetched by another caller, too, whatever equal keys look like.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Optional<V>> values = new ConcurrentHashMap<>();
    private final Map<K, Exception> exceptions = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        // equal keys have equal strings, and interned equal strings are the same object
        synchronized ((Memo.class.getName() + '@' + System.identityHashCode(this) + ':' + key).intern()) {
            Optional<V> known = values.get(key);
            if (known != null) {
                return known.orElse(null);
            }
            Exception exception = exceptions.get(key);
            if (exception != null) {
                throw exception;
            }
            try {
                V value = fetch.fetch(key);
                values.put(key, Optional.ofNullable(value));
                return value;
            } catch (Exception e) {
                exceptions.put(key, e);
                throw e;
            }
        }
    }
}
