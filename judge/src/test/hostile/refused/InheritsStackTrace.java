// tries: the same by a method that it inherits
// stopped by: uses java.lang.Thread.getStackTrace
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
        return new Own().getStackTrace().length > 9 ? fetch.fetch(key) : null;
    }

    private static final class Own extends Thread {}
}
