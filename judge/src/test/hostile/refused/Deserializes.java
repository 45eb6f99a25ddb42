// tries: to make objects out of bytes
// stopped by: uses java.io.ObjectInputStream
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.ObjectInputStream;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        new ObjectInputStream(null).readObject();
        return null;
    }
}
