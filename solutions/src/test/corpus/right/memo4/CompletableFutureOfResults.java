// style: a CompletableFuture of results that never fails itself
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, CompletableFuture<Fetched<V>>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Fetched<V>> future = cache.get(key);
        if (future == null) {
            CompletableFuture<Fetched<V>> mine = new CompletableFuture<>();
            future = cache.putIfAbsent(key, mine);
            if (future == null) {
                future = mine;
                mine.complete(Fetched.by(fetch, key));
            }
        }
        Fetched<V> fetched = future.get();
        return outcome(fetched.value, fetched.failure);
    }

    private record Fetched<V>(V value, Throwable failure) {
        static <K, V> Fetched<V> by(Fetch<K, V> fetch, K key) {
            try {
                return new Fetched<>(fetch.fetch(key), null);
            } catch (Throwable failure) {
                return new Fetched<>(null, failure);
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
