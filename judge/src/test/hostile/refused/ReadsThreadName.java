// tries: to tell by the name of the thread which test is running
// stopped by: uses java.lang.Thread.getName
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
        return Thread.currentThread().getName().startsWith("caller-") ? fetch.fetch(key) : null;
    }
}
