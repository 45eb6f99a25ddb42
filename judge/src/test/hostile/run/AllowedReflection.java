// tries: to change the platform by reflection
// stopped by: FAILED: InaccessibleObjectException
// allow: java.lang.Class; java.lang.reflect.*
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
        Thread.class.getDeclaredField("name").setAccessible(true);
        return null;
    }
}
