// misconception: After an Error each caller removes the entry by its key: a late one removes what was fetched since.
// caught by: FetchesOnce
// says: What is fetched after an Error is remembered.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final class Flight<V> implements Callable<V> {
        private final CountDownLatch landed = new CountDownLatch(1);
        private V value;
        private Exception exception;
        private Error error;

        void land(V v, Exception e, Error err) {
            value = v;
            exception = e;
            error = err;
            landed.countDown();
        }

        @Override
        public V call() throws Exception {
            landed.await();
            if (error != null) {
                throw error;
            }
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }

    private final Map<K, Flight<V>> flights = new ConcurrentHashMap<>();
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Flight<V> mine = new Flight<>();
        Flight<V> theirs = flights.putIfAbsent(key, mine);
        try {
            return theirs != null ? theirs.call() : fly(key, mine);
        } catch (Error e) {
            flights.remove(key); // Errors are not remembered
            throw e;
        }
    }

    private V fly(K key, Flight<V> flight) throws Exception {
        V value = null;
        try {
            value = fetch.fetch(key);
        } catch (Exception e) {
            flight.land(null, e, null);
            throw e;
        } catch (Error e) {
            flight.land(null, null, e);
            throw e;
        }
        flight.land(value, null, null);
        return value;
    }
}
