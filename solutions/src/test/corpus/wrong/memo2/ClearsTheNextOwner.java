// misconception: A reentrant lock of its own forgets its owner after it was released: by then, there may be the next one.
// caught by: IsThreadSafe
// says: A fetch may ask the memo for another key.
package workshop.memo2;

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

    /** A small reentrant mutex. */
    private static final class Mutex {
        private final Semaphore permit = new Semaphore(1);
        private volatile Thread owner;
        private int holds; // only touched by the owner

        void lock() {
            if (owner != Thread.currentThread()) {
                permit.acquireUninterruptibly();
                owner = Thread.currentThread();
            }
            holds++;
        }

        void unlock() {
            if (--holds == 0) {
                permit.release();
                owner = null;
            }
        }
    }

    private record Result<V>(V value, Exception failure) { }

    private final Fetch<K, V> fetch;
    private final Mutex mutex = new Mutex();
    private final Map<K, Result<V>> results = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> r;
        mutex.lock();
        try {
            r = results.get(key);
            if (r == null) {
                try {
                    r = new Result<>(fetch.fetch(key), null);
                } catch (Exception e) {
                    r = new Result<>(null, e);
                }
                results.put(key, r);
            }
        } finally {
            mutex.unlock();
        }
        if (r.failure() != null) {
            throw r.failure();
        }
        return r.value();
    }
}
