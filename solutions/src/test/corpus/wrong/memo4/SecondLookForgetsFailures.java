// misconception: The second look is for values; failures are somewhere else.
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
            Optional<V> v = values.get(key);
            if (v != null) return v.orElse(null);
            Exception failure = failures.get(key);
            if (failure != null) throw failure;
            CountDownLatch mine = new CountDownLatch(1);
            CountDownLatch theirs = inFlight.putIfAbsent(key, mine);
            if (theirs != null) {
                theirs.await();
                continue;
            }
            try {
                if (!values.containsKey(key)) values.put(key, Optional.ofNullable(fetch.fetch(key)));
            } catch (Exception e) {
                failures.putIfAbsent(key, e);
            } finally {
                inFlight.remove(key, mine);
                mine.countDown();
            }
        }
    }
}
