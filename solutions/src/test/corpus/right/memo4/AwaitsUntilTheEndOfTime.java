// style: a condition per entry, awaited until a date that never comes
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.function.*;
import java.util.stream.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Entry> entries = new HashMap<>();
    private final Fetch<K, V> fetch;

    private enum Phase { RUNNING, RETURNED, THREW }

    private final class Entry {
        final Condition finished = lock.newCondition();
        Phase phase = Phase.RUNNING;
        V value;
        Throwable thrown;

        /** The lock is held. */
        void finish(Phase p) {
            phase = p;
            finished.signalAll();
        }
    }

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock.lock();
        try {
            Entry e = entries.get(key);
            if (e == null) {
                entries.put(key, e = new Entry());
                lock.unlock();
                V v = null;
                Throwable t = null;
                try {
                    v = fetch.fetch(key);
                } catch (Throwable any) {
                    t = any;
                } finally {
                    lock.lock();
                }
                e.value = v;
                e.thrown = t;
                e.finish(t == null ? Phase.RETURNED : Phase.THREW);
            } else {
                Date never = new Date(Long.MAX_VALUE);
                while (e.phase == Phase.RUNNING) {
                    e.finished.awaitUntil(never);
                }
            }
            if (e.phase == Phase.THREW) {
                Memo.<RuntimeException>raise(e.thrown);
            }
            return e.value;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void raise(Throwable t) throws X {
        throw (X) t;
    }
}
