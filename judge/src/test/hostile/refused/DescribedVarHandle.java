// tries: to reach a field by the name of its class
// stopped by: uses java.lang.invoke.VarHandle.VarHandleDesc
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.VarHandle;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        VarHandle.VarHandleDesc.ofField(null, "LIMIT", null);
        return null;
    }
}
