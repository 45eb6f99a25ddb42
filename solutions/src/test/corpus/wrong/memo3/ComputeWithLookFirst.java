// misconception: A look before computeIfAbsent spares the lock for known keys, but not for keys of the same bin that are being fetched.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Result<V>> cache = new ConcurrentHashMap<>(1024);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = cache.get(key);
        if (known == null) {
            known = cache.compute(key, (k, old) -> old == null ? ask(k) : old);
        }
        return known.get();
    }

    private Result<V> ask(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Result<>(null, e);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
