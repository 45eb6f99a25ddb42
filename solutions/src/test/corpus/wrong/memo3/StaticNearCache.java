// misconception: A ThreadLocal is always static, so a cache in front of the cache may be, too.
// caught by: Remembers
// says: Two memos with different fetches know nothing of each other.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private record Outcome<V>(V value, Exception failure) {
        V open() throws Exception {
            if (failure != null) throw failure;
            return value;
        }
    }
    private static final ThreadLocal<Map<Object, Outcome<?>>> NEAR = ThreadLocal.withInitial(HashMap::new);

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Outcome<V>> cache = new ConcurrentHashMap<>();

    @Override
    @SuppressWarnings("unchecked")
    public V get(K key) throws Exception {
        Outcome<V> o = (Outcome<V>) NEAR.get().get(key);
        if (o != null) return o.open();
        o = cache.get(key);
        if (o == null) {
            o = run(key);
            Outcome<V> prior = cache.putIfAbsent(key, o);
            if (prior != null) o = prior;
        }
        NEAR.get().put(key, o);
        return o.open();
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
