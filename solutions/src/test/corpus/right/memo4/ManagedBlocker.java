// style: waiters are managed blockers of the fork/join framework, on the monitor of the entry
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ForkJoinPool;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = entries.putIfAbsent(key, mine);
        if (entry == null) {
            mine.open(Outcome.of(fetch, key));
            entry = mine;
        } else if (!entry.isReleasable()) {
            ForkJoinPool.managedBlock(entry);
        }
        return entry.outcome().get();
    }

    private static final class Entry<V> implements ForkJoinPool.ManagedBlocker {
        private Outcome<V> outcome; // guarded by this

        synchronized void open(Outcome<V> fetched) {
            outcome = fetched;
            notifyAll();
        }

        synchronized Outcome<V> outcome() {
            return outcome;
        }

        @Override
        public synchronized boolean block() throws InterruptedException {
            while (outcome == null) {
                wait();
            }
            return true;
        }

        @Override
        public synchronized boolean isReleasable() {
            return outcome != null;
        }
    }

    private record Outcome<V>(V value, Throwable failure) {

        static <K, V> Outcome<V> of(Fetch<K, V> fetch, K key) {
            try {
                return new Outcome<>(fetch.fetch(key), null);
            } catch (Throwable thrown) {
                return new Outcome<>(null, thrown);
            }
        }

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
