// tries: to wait for ever before any test begins
// stopped by: FAILED: Nothing moves any more
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final List<String> WAITING = new ArrayList<>();
    static {
        Thread other = new Thread(() -> WAITING.add("needs the class that is being initialized"));
        other.start();
        try {
            other.join(60_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return null;
    }
}
