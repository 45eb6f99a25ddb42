// tries: the same by the text of the thread
// stopped by: uses java.lang.Thread.toString
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
        return Thread.currentThread().toString().contains("caller-") ? fetch.fetch(key) : null;
    }
}
