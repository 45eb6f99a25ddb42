// style: Guava's cache, with getIfPresent and put
package workshop.memo3;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Cache<K, Answer<V>> cache = CacheBuilder.newBuilder().build();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Answer<V> known = cache.getIfPresent(key);
        if (known == null) {
            known = ask(key);
            cache.put(key, known);
        }
        return known.get();
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
