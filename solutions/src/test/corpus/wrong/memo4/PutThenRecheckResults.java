// misconception: Looks, puts a task, and looks at the results once more. A task under way is overwritten.
// caught by: FetchesOnce
// says: A key that is being fetched is not fetched by another caller, too.
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

    private final ConcurrentMap<K, Outcome<V>> results = new ConcurrentHashMap<>();
    private final ConcurrentMap<K, FutureTask<Outcome<V>>> underWay = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Outcome<V> known = results.get(key);
        if (known != null) return known.get();
        FutureTask<Outcome<V>> task = underWay.get(key);
        if (task == null) {
            task = new FutureTask<>(() -> {
                Outcome<V> o = results.get(key); // since the first look somebody may have been quicker
                if (o == null) { o = outcomeOf(key); results.put(key, o); }
                return o;
            });
            underWay.put(key, task);
            task.run();
            underWay.remove(key, task);
        }
        return task.get().get();
    }
}
