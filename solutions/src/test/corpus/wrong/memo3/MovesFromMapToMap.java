// misconception: A map of values and one of failures, and who stores in one removes from the other between two looks.
// caught by: IsThreadSafe
// says: what came of a fetch of this key
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.SoftReference;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.function.*;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Optional<V>> values = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, Exception> failures = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (values.containsKey(key)) {
            return values.get(key).orElse(null);
        }
        if (failures.containsKey(key)) {
            throw failures.get(key);
        }
        try {
            V value = fetch.fetch(key);
            values.put(key, Optional.ofNullable(value));
            failures.remove(key); // a key is never in both
            return value;
        } catch (Exception e) {
            failures.put(key, e);
            values.remove(key);
            throw e;
        }
    }
}
