package workshop.without;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

/** No memo at all: what the lessons begin with. */
public record Memo<K, V>(Fetch<K, V> fetch) implements Memoizer<K, V> {

    @Override
    public V get(K key) throws Exception {
        return fetch.fetch(key);
    }
}
