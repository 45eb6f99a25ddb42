// tries: to find classes by a service file
// stopped by: uses java.util.ServiceLoader
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ServiceLoader;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        ServiceLoader.load(Runnable.class).forEach(Runnable::run);
        return null;
    }
}
