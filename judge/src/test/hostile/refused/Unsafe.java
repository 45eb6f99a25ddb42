// tries: to change memory behind the back of Java
// stopped by: uses sun.misc.Unsafe
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import sun.misc.Unsafe;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return (V) Unsafe.getUnsafe();
    }
}
