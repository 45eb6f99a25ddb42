// misconception: A lock that nobody uses any more is thrown away; who has found it counts itself after that.
// caught by: FetchesOnce
// says: is not fetched by another caller, too
package workshop.memo4;

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
    private static final class Ref extends ReentrantLock {
        private static final long serialVersionUID = 1;
        final AtomicInteger users = new AtomicInteger();
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Outcome<V>> done = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, Ref> locks = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        Outcome<V> o = done.get(key);
        if (o != null) return o.open();
        Ref lock = locks.computeIfAbsent(key, k -> new Ref());
        lock.users.incrementAndGet();
        try {
            lock.lockInterruptibly();
            try {
                o = done.get(key);
                if (o == null) {
                    o = run(key);
                    done.put(key, o);
                }
                return o.open();
            } finally {
                lock.unlock();
            }
        } finally {
            if (lock.users.decrementAndGet() == 0) locks.remove(key, lock);
        }
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
