// misconception: A map of suppliers is taken for a map of values, but each supplier fetches anew.
// caught by: Remembers
// says: A key that has been fetched is not fetched again.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Callable<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return cache.computeIfAbsent(key, absent -> () -> fetch.fetch(absent)).call();
    }
}
