// misconception: The task is replaced by its value when it is done. A value that is a FutureTask is taken for one.
// caught by: Remembers
// says: What the fetch returns is a value, whatever it is.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;

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

    private static final Object NULL = new Object();
    private record Failure(Throwable thrown) {}
    private final ConcurrentMap<K, Object> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Object known = cache.get(key);
        if (known == null) {
            FutureTask<Object> task = new FutureTask<>(() -> {
                Outcome<V> o = outcomeOf(key);
                return o.failure() != null ? new Failure(o.failure()) : o.value() == null ? NULL : o.value();
            });
            known = cache.putIfAbsent(key, task);
            if (known == null) {
                task.run();
                known = task.get();
                cache.put(key, known);
            }
        }
        if (known instanceof FutureTask<?> task) known = task.get();
        if (known instanceof Failure f) return new Outcome<V>(null, f.thrown()).get();
        return known == NULL ? null : (V) known;
    }
}
