// misconception: A thread waits for one thing at a time, so its node of the list of waiters can be used again.
// caught by: WaitsWell
// says: A caller that leaves disturbs nobody.
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
    private static final class Node {
        final Thread thread = Thread.currentThread();
        volatile Node next;
    }

    private static final class Entry<V> {
        volatile Outcome<V> outcome;
        final AtomicReference<Node> waiters = new AtomicReference<>();
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();
    private final ThreadLocal<Node> node = ThreadLocal.withInitial(Node::new);

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> e = cache.putIfAbsent(key, mine);
        if (e == null) {
            mine.outcome = run(key);
            for (Node n = mine.waiters.get(), next; n != null; n = next) {
                next = n.next;
                LockSupport.unpark(n.thread);
            }
            return mine.outcome.open();
        }
        if (e.outcome == null) {
            Node n = node.get();
            do {
                n.next = e.waiters.get();
            } while (!e.waiters.compareAndSet(n.next, n));
            while (e.outcome == null) {
                LockSupport.park(e);
                if (Thread.interrupted()) throw new InterruptedException();
            }
        }
        return e.outcome.open();
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        } catch (Throwable t) {
            return new Outcome<>(null, new java.util.concurrent.ExecutionException(t));
        }
    }
}
