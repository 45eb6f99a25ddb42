// tries: to change the harness by reflection
// stopped by: uses java.lang.Class.forName
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
        Class<?> lab = Class.forName("io.github.memoworkshop.memotest.lab.Lab");
        lab.getDeclaredField("HANG_GUARD").setAccessible(true);
        return null;
    }
}
