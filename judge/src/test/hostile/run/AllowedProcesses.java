// tries: to leave processes behind
// stopped by: FAILED: returned null
// elsewhere: the same; without a process namespace, the judge ends what the process has started
// allow: java.lang.ProcessBuilder; java.lang.Process
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
        for (int i = 0; i < 5; i++) {
            new ProcessBuilder("sleep", "61.7").start();
        }
        return null;
    }
}
