// misconception: Guava's getUninterruptibly spares the handling of InterruptedException, which callers need.
// caught by: WaitsWell
// says: A waiting caller that is interrupted leaves with an InterruptedException.
package workshop.memo4;

import com.google.common.util.concurrent.SettableFuture;
import com.google.common.util.concurrent.Uninterruptibles;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, SettableFuture<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        SettableFuture<V> mine = SettableFuture.create();
        SettableFuture<V> future = cache.putIfAbsent(key, mine);
        if (future == null) {
            future = mine;
            try {
                mine.set(fetch.fetch(key));
            } catch (Throwable failure) {
                mine.setException(failure);
            }
        }
        try {
            return Uninterruptibles.getUninterruptibly(future);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
