// style: who has fetched meets each waiter at an exchanger; a waiter that is no longer on the list must come
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Exchanger;

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
        if (entry != null) {
            return entry.await().get();
        }
        Outcome<V> outcome = Outcome.of(fetch, key);
        for (Exchanger<Outcome<V>> waiter : mine.finish(outcome)) {
            meet(waiter, outcome);
        }
        return outcome.get();
    }

    private static <T> T meet(Exchanger<T> exchanger, T brought) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return exchanger.exchange(brought);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Entry<V> {
        private List<Exchanger<Outcome<V>>> waiters = new ArrayList<>();
        private Outcome<V> outcome;

        synchronized List<Exchanger<Outcome<V>>> finish(Outcome<V> fetched) {
            List<Exchanger<Outcome<V>>> all = waiters;
            waiters = List.of();
            outcome = fetched;
            return all;
        }

        Outcome<V> await() throws InterruptedException {
            Exchanger<Outcome<V>> me = new Exchanger<>();
            synchronized (this) {
                if (outcome != null) {
                    return outcome;
                }
                waiters.add(me);
            }
            try {
                return me.exchange(null);
            } catch (InterruptedException e) {
                synchronized (this) {
                    if (outcome == null) {
                        waiters.remove(me);
                        throw e;
                    }
                }
                Outcome<V> brought = meet(me, null); // somebody is on the way to us
                Thread.currentThread().interrupt();
                return brought;
            }
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
