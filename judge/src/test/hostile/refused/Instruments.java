// tries: to change classes that are loaded
// stopped by: uses java.lang.instrument.Instrumentation
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.instrument.Instrumentation;

public final class Memo<K, V> implements Memoizer<K, V> {

    static Instrumentation instrumentation;

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return null;
    }
}
