// tries: to put something else behind the fetch that Mockito counts
// stopped by: uses java.lang.reflect.Proxy
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.reflect.Proxy;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Proxy.getInvocationHandler(fetch).hashCode();
        return null;
    }
}
