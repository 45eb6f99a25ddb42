// tries: to end the process by a method handle
// stopped by: uses java.lang.invoke.MethodHandles.Lookup.findStatic
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        MethodHandles.lookup()
                .findStatic(System.class, "exit", MethodType.methodType(void.class, int.class))
                .asType(null);
        return null;
    }
}
