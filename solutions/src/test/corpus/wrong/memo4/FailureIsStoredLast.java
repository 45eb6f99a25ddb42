// misconception: A failed fetch is over when it is no longer in flight; that it failed is noted after that.
// caught by: FetchesOnce
// says: A key whose fetch failed is not fetched by another caller, too.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, Optional<V>> values = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, Exception> failures = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, CountDownLatch> inFlight = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        while (true) {
            if (known(key)) return answer(key);
            CountDownLatch mine = new CountDownLatch(1);
            CountDownLatch theirs = inFlight.putIfAbsent(key, mine);
            if (theirs != null) {
                theirs.await();
                continue;
            }
            if (known(key)) {
                release(key, mine);
                continue;
            }
            V value;
            try {
                value = fetch.fetch(key);
            } catch (Exception e) {
                release(key, mine);
                failures.put(key, e);
                throw e;
            } catch (Throwable t) {
                release(key, mine);
                throw t;
            }
            values.put(key, Optional.ofNullable(value));
            release(key, mine);
            return value;
        }
    }

    private boolean known(K key) {
        return values.containsKey(key) || failures.containsKey(key);
    }

    private V answer(K key) throws Exception {
        Exception failure = failures.get(key);
        if (failure != null) throw failure;
        return values.get(key).orElse(null);
    }

    private void release(K key, CountDownLatch latch) {
        inFlight.remove(key, latch);
        latch.countDown();
    }
}
