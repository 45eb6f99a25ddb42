// misconception: Whatever is in an ExecutionException is the real failure, however deep it is.
// caught by: Remembers
// says: get throws the very exception that the fetch threw.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, FutureTask<V>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        FutureTask<V> f = cache.get(key);
        if (f == null) {
            FutureTask<V> mine = new FutureTask<>(() -> fetch.fetch(key));
            f = cache.putIfAbsent(key, mine);
            if (f == null) {
                f = mine;
                f.run();
            }
        }
        try {
            return f.get();
        } catch (ExecutionException e) {
            Throwable t = e;
            while (t instanceof ExecutionException && t.getCause() != null) t = t.getCause();
            if (t instanceof Error err) throw err;
            throw (Exception) t;
        }
    }
}
