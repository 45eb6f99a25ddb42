// tries: to loop for ever in hashCode
// stopped by: FAILED: keeps running
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Map<Object, V> known = new HashMap<>();

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return known.put(new Slow(), null);
    }

    private static final class Slow {
        @Override
        public int hashCode() {
            long end = System.nanoTime() + 60_000_000_000L;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }
}
