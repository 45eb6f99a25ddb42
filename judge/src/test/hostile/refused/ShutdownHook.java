// tries: to go on when the process ends
// stopped by: uses java.lang.Runtime.addShutdownHook
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
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
        return null;
    }
}
