// misconception: If the second look finds the answer, there is nothing left to do; but others wait for the latch by now.
// caught by: FetchesOnce
// says: was stopped, too, at
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> done = new ConcurrentHashMap<>();
    private final Map<K, CountDownLatch> inFlight = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = done.get(key);
        if (known == null) {
            CountDownLatch mine = new CountDownLatch(1);
            CountDownLatch other = inFlight.putIfAbsent(key, mine);
            if (other != null) {
                other.await();
                return done.get(key).get();
            }
            known = done.get(key);
            if (known != null) {
                return known.get(); // somebody may be waiting for my latch
            }
            known = fetch(key);
            done.put(key, known);
            inFlight.remove(key, mine);
            mine.countDown();
        }
        return known.get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            return new Result<>(null, failure);
        }
    }

    private record Result<V>(V value, Throwable failure) {

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
