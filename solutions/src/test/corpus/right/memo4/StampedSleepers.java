// style: a stamped stack of sleepers, each parked for centuries
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
    private static final int OPEN = 0, CLOSED = 1;

    private record Sleeper(Thread thread, Sleeper next) {}

    private static final class Entry<V> {
        final AtomicStampedReference<Sleeper> sleepers = new AtomicStampedReference<>(null, OPEN);
        V value;
        Throwable failure;

        void close() {
            Sleeper all;
            do {
                all = sleepers.getReference();
            } while (!sleepers.compareAndSet(all, null, OPEN, CLOSED));
            for (; all != null; all = all.next()) {
                LockSupport.unpark(all.thread());
            }
        }

        void sleep() throws InterruptedException {
            int[] stamp = new int[1];
            for (boolean in = false; !in; ) {
                Sleeper s = sleepers.get(stamp);
                if (stamp[0] == CLOSED) return;
                in = sleepers.compareAndSet(s, new Sleeper(Thread.currentThread(), s), OPEN, OPEN);
            }
            while (sleepers.getStamp() == OPEN) {
                LockSupport.parkNanos(this, Long.MAX_VALUE);
                if (Thread.interrupted()) throw new InterruptedException();
            }
        }
    }

    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        var mine = new Entry<V>();
        var e = entries.putIfAbsent(key, mine);
        if (e == null) {
            e = mine;
            try {
                e.value = fetch.fetch(key);
            } catch (Throwable t) {
                e.failure = t;
            } finally {
                e.close();
            }
        } else {
            e.sleep();
        }
        if (e.failure instanceof Exception x) throw x;
        if (e.failure instanceof Error x) throw x;
        return e.value;
    }
}
