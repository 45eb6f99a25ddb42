// tries: to interrupt the thread of the test
// stopped by: FAILED or NO_VERDICT: 
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Thread test = Thread.currentThread();

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        test.interrupt();
        Thread.sleep(10);
        return null;
    }
}
