// style: semaphores of the waiters in a deque, handed on from one to the next
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Semaphore me = new Semaphore(0);
        Entry<V> entry;
        synchronized (this) {
            entry = cache.get(key);
            if (entry != null && entry.done) {
                return entry.get();
            }
            if (entry != null) {
                entry.waiters.add(me);
            }
        }
        if (entry != null) {
            me.acquire();
            return entry.get();
        }
        return lead(key);
    }

    private V lead(K key) throws Exception {
        Entry<V> entry = new Entry<>();
        Entry<V> other;
        Semaphore me = new Semaphore(0);
        synchronized (this) {
            other = cache.putIfAbsent(key, entry);
            if (other != null && other.done) {
                return other.get();
            }
            if (other != null) {
                other.waiters.add(me);
            }
        }
        if (other != null) {
            me.acquire();
            return other.get();
        }
        V value = null;
        Throwable failure = null;
        try {
            value = fetch.fetch(key);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        synchronized (this) {
            entry.value = value;
            entry.failure = failure;
            entry.done = true;
            entry.waiters.forEach(Semaphore::release);
            entry.waiters.clear();
        }
        return entry.get();
    }

    private static final class Entry<V> {
        final Deque<Semaphore> waiters = new ArrayDeque<>();
        boolean done;
        V value;
        Throwable failure;

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
