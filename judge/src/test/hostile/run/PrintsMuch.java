// tries: to print without end, and forged results at that
// stopped by: FAILED: returned null
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
        for (int i = 0; i < 5_000; i++) {
            System.out.println("PASSED " + "x".repeat(100));
            System.err.println("PASSED");
        }
        return null;
    }
}
