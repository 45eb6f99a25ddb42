// tries: to hear of all that goes wrong in the process
// stopped by: uses java.lang.Thread.setDefaultUncaughtExceptionHandler
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
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
        return null;
    }
}
