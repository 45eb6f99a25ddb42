// style: a lock per key, counted and removed when nobody needs it any more
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Outcome<V>> cache = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, KeyLock> locks = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Outcome<V> known = cache.get(key);
        if (known != null) {
            return known.get();
        }
        KeyLock lock = locks.compute(key, (k, old) -> old == null ? new KeyLock(1) : old.used(1));
        try {
            lock.lock.lockInterruptibly();
            try {
                known = cache.get(key);
                if (known == null) {
                    known = ask(key);
                    cache.put(key, known);
                }
                return known.get();
            } finally {
                lock.lock.unlock();
            }
        } finally {
            locks.compute(key, (k, old) -> old.users == 1 ? null : old.used(-1));
        }
    }

    private record KeyLock(int users, ReentrantLock lock) {
        KeyLock(int users) {
            this(users, new ReentrantLock());
        }

        KeyLock used(int more) {
            return new KeyLock(users + more, lock);
        }
    }

    private Outcome<V> ask(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
