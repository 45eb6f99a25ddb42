// style: completable futures as results, never waited for
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, CompletableFuture<Optional<V>>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Optional<V>> known = cache.get(key);
        if (known == null) {
            known = new CompletableFuture<>();
            try {
                known.complete(Optional.ofNullable(fetch.fetch(key)));
            } catch (Exception failure) {
                known.completeExceptionally(failure);
            }
            cache.put(key, known);
        }
        try {
            return known.get().orElse(null);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
