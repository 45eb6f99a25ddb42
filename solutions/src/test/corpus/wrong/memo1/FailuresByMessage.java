// misconception: Failures are shared by their message, as if two exceptions that read alike were one.
// caught by: Remembers
// says: What came of one key says nothing of another key.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, V> cache = new HashMap<>();
    private final Map<K, String> messages = new HashMap<>();
    private final Map<String, Exception> failures = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (messages.containsKey(key)) {
            throw failures.get(messages.get(key));
        }
        if (!cache.containsKey(key)) {
            try {
                cache.put(key, fetch.fetch(key));
            } catch (Exception thrown) {
                messages.put(key, thrown.getMessage());
                failures.putIfAbsent(thrown.getMessage(), thrown);
                throw failures.get(thrown.getMessage());
            }
        }
        return cache.get(key);
    }
}
