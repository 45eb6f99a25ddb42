// style: Caffeine's asynchronous cache; its futures never fail and never hold null, so it drops none
package workshop.memo4;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final AsyncCache<K, Fetched<V>> cache = Caffeine.newBuilder().buildAsync();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Fetched<V>> mine = new CompletableFuture<>();
        CompletableFuture<Fetched<V>> future = cache.get(key, (k, executor) -> mine);
        if (future == mine) {
            try {
                mine.complete(new Fetched<>(fetch.fetch(key), null));
            } catch (Throwable failure) {
                mine.complete(new Fetched<>(null, failure));
            }
        }
        Fetched<V> fetched = future.get();
        return outcome(fetched.value, fetched.failure);
    }

    private record Fetched<V>(V value, Throwable failure) {}

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
