// misconception: As long as it is fetched the entry is held; then the value is held softly.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    record Outcome<V>(V value, Throwable failure) {
        V get() throws Exception {
            if (failure instanceof Error e) throw e;
            if (failure != null) throw (Exception) failure;
            return value;
        }
    }

    private Outcome<V> outcomeOf(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable t) {
            return new Outcome<>(null, t);
        }
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        volatile Outcome<SoftReference<V>> outcome;
        volatile boolean isNull;
    }
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        while (true) {
            Entry<V> mine = new Entry<>();
            Entry<V> e = cache.putIfAbsent(key, mine);
            if (e == null) {
                Outcome<V> o = outcomeOf(key);
                mine.isNull = o.value() == null;
                mine.outcome = new Outcome<>(new SoftReference<>(o.value()), o.failure());
                mine.ready.countDown();
                return o.get();
            }
            e.ready.await();
            V v = e.outcome.get().get();
            if (v != null || e.isNull) return v;
            cache.remove(key, e); // the value is gone, once more
        }
    }
}
