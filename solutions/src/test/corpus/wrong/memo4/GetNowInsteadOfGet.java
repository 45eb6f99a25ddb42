// misconception: getNow is believed to wait for the value.
// caught by: FetchesOnce
// says: All callers of one key get the value that was fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, CompletableFuture<Answer<V>>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Answer<V>> mine = new CompletableFuture<>();
        CompletableFuture<Answer<V>> earlier = cache.putIfAbsent(key, mine);
        if (earlier != null) {
            return earlier.getNow(new Answer<>(null, null)).get();
        }
        try {
            mine.complete(ask(key));
        } catch (Error error) {
            mine.completeExceptionally(error);
            throw error;
        }
        return mine.get().get();
    }

    private Answer<V> ask(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
