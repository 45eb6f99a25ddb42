// tries: to look at what counts the fetches
// stopped by: uses java.lang.Class.getDeclaredFields
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        fetch.getClass().getDeclaredFields()[0].setAccessible(true);
        return null;
    }
}
