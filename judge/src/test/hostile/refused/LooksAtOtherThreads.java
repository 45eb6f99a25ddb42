// tries: to find the threads of the harness
// stopped by: uses java.lang.Thread.getAllStackTraces
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
        Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
        return null;
    }
}
