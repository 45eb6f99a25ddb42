// misconception: Only the message of an exception is remembered, and a new one is made of it.
// caught by: Remembers
// says: A second get throws the very same exception.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Optional<V>> values = new HashMap<>();
    private final Map<K, String> messages = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (messages.containsKey(key)) {
            throw new IOException(messages.get(key));
        }
        if (values.containsKey(key)) {
            return values.get(key).orElse(null);
        }
        try {
            V value = fetch.fetch(key);
            values.put(key, Optional.ofNullable(value));
            return value;
        } catch (Exception e) {
            messages.put(key, e.getMessage());
            throw e;
        }
    }
}
