// style: a thread for each key, everybody joins it
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Fetcher> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Fetcher fetcher;
        synchronized (cache) {
            fetcher = cache.get(key);
            if (fetcher == null) {
                fetcher = new Fetcher(key);
                cache.put(key, fetcher);
                fetcher.start();
            }
        }
        fetcher.join();
        return outcome(fetcher.value, fetcher.failure);
    }

    private final class Fetcher extends Thread {
        private final K key;
        private V value;
        private Throwable failure;

        Fetcher(K key) {
            this.key = key;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }
    }

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
