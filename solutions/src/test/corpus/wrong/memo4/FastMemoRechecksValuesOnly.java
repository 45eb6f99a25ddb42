// misconception: Values, failures and tasks; the second look is only for values.
// caught by: FetchesOnce
// says: A key that was asked for is not fetched by another caller, too.
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

    private final ConcurrentMap<K, V> values = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, Outcome<V>> others = new ConcurrentHashMap<>(); // null and failures
    private final ConcurrentMap<K, FutureTask<Outcome<V>>> tasks = new ConcurrentHashMap<>();
    private Outcome<V> fetchOnce(K key) {
        V value = values.get(key);
        if (value != null) return new Outcome<>(value, null);
        Outcome<V> o = outcomeOf(key);
        if (o.value() != null) values.put(key, o.value());
        else others.put(key, o);
        return o;
    }
    @Override public V get(K key) throws Exception {
        V value = values.get(key);
        if (value != null) return value;
        Outcome<V> other = others.get(key);
        if (other != null) return other.get();
        FutureTask<Outcome<V>> task = tasks.computeIfAbsent(key, absent -> new FutureTask<>(() -> fetchOnce(key)));
        task.run();
        Outcome<V> o = task.get();
        tasks.remove(key, task);
        return o.get();
    }
}
