// style: Guava's settable future of a result, with a map from MapMaker
package workshop.memo4;

import com.google.common.collect.MapMaker;
import com.google.common.util.concurrent.SettableFuture;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, SettableFuture<Callable<V>>> cache = new MapMaker().makeMap();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        SettableFuture<Callable<V>> mine = SettableFuture.create();
        SettableFuture<Callable<V>> future = cache.putIfAbsent(key, mine);
        if (future == null) {
            future = mine;
            try {
                V value = fetch.fetch(key);
                mine.set(() -> value);
            } catch (Exception failure) {
                mine.set(() -> {
                    throw failure;
                });
            } catch (Throwable failure) {
                mine.set(() -> {
                    throw (Error) failure;
                });
            }
        }
        return future.get().call();
    }
}
