// misconception: The last to leave a flight keeps its outcome for later, but not if it was interrupted while it waited.
// caught by: WaitsWell
// says: What was fetched is remembered, whoever leaves.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private record Outcome<V>(V value, Throwable failure) {
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

    private static final class Flight<V> {
        final Thread pilot = Thread.currentThread();
        final CountDownLatch landed = new CountDownLatch(1);
        int aboard; // only changed inside of compute
        volatile Outcome<V> outcome;
    }

    private final ConcurrentMap<K, Outcome<V>> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Outcome<V> outcome = known.get(key);
        if (outcome != null) {
            return outcome.get();
        }
        Flight<V> flight = flights.compute(key, (k, running) -> {
            Flight<V> boarded = running == null ? new Flight<>() : running;
            boarded.aboard++;
            return boarded;
        });
        if (flight.pilot == Thread.currentThread() && flight.outcome == null) {
            outcome = known.get(key); // another flight may have landed since we looked
            flight.outcome = outcome != null ? outcome : ask(key);
            flight.landed.countDown();
        }
        try {
            if (flight.outcome == null) {
                flight.landed.await();
            }
        } catch (InterruptedException e) {
            leave(key, flight, false);
            throw e;
        }
        leave(key, flight, true);
        return flight.outcome.get();
    }

    private void leave(K key, Flight<V> flight, boolean arrived) {
        flights.computeIfPresent(key, (k, f) -> {
            if (--f.aboard > 0) {
                return f;
            }
            if (arrived) {
                known.put(k, f.outcome);
            }
            return null;
        });
    }

    private Outcome<V> ask(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable t) {
            return new Outcome<>(null, t);
        }
    }
}
