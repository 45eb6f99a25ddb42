// style: the map holds a state per key: under way or done, replaced under the lock
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, State<V>> states = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        State<V> state;
        UnderWay<V> mine = null;
        synchronized (states) {
            state = states.get(key);
            if (state == null) {
                mine = new UnderWay<>(new CountDownLatch(1));
                states.put(key, mine);
            }
        }
        if (mine != null) {
            Done<V> done;
            try {
                done = new Done<>(fetch.fetch(key), null);
            } catch (Throwable failure) {
                done = new Done<>(null, failure);
            }
            synchronized (states) {
                states.put(key, done);
            }
            mine.ready.countDown();
            return outcome(done.value, done.failure);
        }
        if (state instanceof UnderWay<V> underWay) {
            underWay.ready.await();
            synchronized (states) {
                state = states.get(key);
            }
        }
        Done<V> done = (Done<V>) state;
        return outcome(done.value, done.failure);
    }

    private sealed interface State<V> permits UnderWay, Done {}

    private record UnderWay<V>(CountDownLatch ready) implements State<V> {}

    private record Done<V>(V value, Throwable failure) implements State<V> {}

    private static <V> V outcome(V value, Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
        return value;
    }
}
