// style: immutable snapshots published with a compare-and-set of a VarHandle
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final VarHandle SNAPSHOT;

    static {
        try {
            SNAPSHOT = MethodHandles.lookup().findVarHandle(Memo.class, "snapshot", Map.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Fetch<K, V> fetch;
    private volatile Map<K, Result<V>> snapshot = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = snapshot.get(key);
        if (known != null) {
            return known.get();
        }
        Result<V> fetched = fetch(key);
        while (true) {
            Map<K, Result<V>> before = snapshot;
            Result<V> other = before.get(key);
            if (other != null) {
                return other.get();
            }
            Map<K, Result<V>> after = new HashMap<>(before);
            after.put(key, fetched);
            if (SNAPSHOT.compareAndSet(this, before, after)) {
                return fetched.get();
            }
        }
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
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
