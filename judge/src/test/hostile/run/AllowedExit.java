// tries: to end the process as if all were well, by reflection
// stopped by: NO_VERDICT: ended in the middle of the test, with exit code 0
// allow: java.lang.Runtime; java.lang.Class; java.lang.reflect.Method
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.reflect.Method;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Method halt = Runtime.class.getMethod("halt", int.class);
        halt.invoke(Runtime.getRuntime(), 0);
        return null;
    }
}
