// misconception: One thread does all the work, so a fetch that asks the memo waits for its own thread.
// caught by: Remembers
// says: A fetch may ask the memo for another key.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> cache = new HashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Memo::daemon);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return worker.submit(() -> lookUp(key)).get().get();
    }

    private Outcome<V> lookUp(K key) {
        Outcome<V> known = cache.get(key);
        if (known == null) {
            known = ask(key);
            cache.put(key, known);
        }
        return known;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private Outcome<V> ask(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
