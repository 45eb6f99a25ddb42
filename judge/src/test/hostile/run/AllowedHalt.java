// tries: to end the process at once
// stopped by: FAILED: not allowed
// allow: java.lang.Runtime
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
        Runtime.getRuntime().halt(0);
        return null;
    }
}
