// tries: the same with a stack walker
// stopped by: uses java.lang.StackWalker
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
        return StackWalker.getInstance().walk(frames -> frames.count()) > 9 ? fetch.fetch(key) : null;
    }
}
