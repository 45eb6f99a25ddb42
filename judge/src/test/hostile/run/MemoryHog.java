// tries: to fill the memory
// stopped by: FAILED or NO_VERDICT: 
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(new byte[1_000_000]);
        }
        return null;
    }
}
