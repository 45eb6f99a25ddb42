// misconception: One latch is replaced after each fetch, so the end of any fetch wakes all who wait.
// caught by: WaitsWell
// says: A waiting caller is woken
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> done = new ConcurrentHashMap<>();
    private final Set<K> underWay = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch next = new CountDownLatch(1);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (underWay.add(key)) {
            done.put(key, fetch(key));
            CountDownLatch old = next;
            next = new CountDownLatch(1);
            old.countDown();
        }
        while (!done.containsKey(key)) {
            next.await();
        }
        return done.get(key).get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
