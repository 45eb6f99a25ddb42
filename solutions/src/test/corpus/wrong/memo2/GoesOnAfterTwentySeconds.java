// misconception: Twenty seconds are enough for any lock; after that, it works without.
// caught by: FetchesOnce
// says: is not fetched by another caller, too
package workshop.memo2;

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
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Outcome<V>> cache = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public V get(K key) throws Exception {
        Outcome<V> o = cache.get(key);
        if (o != null) return o.open();
        boolean locked = lock.tryLock(20, TimeUnit.SECONDS);
        try {
            o = cache.get(key);
            if (o == null) {
                o = run(key);
                cache.put(key, o);
            }
        } finally {
            if (locked) lock.unlock();
        }
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
