// tries: to call the harness
// stopped by: uses io.github.memoworkshop.memotest.lab.Lab
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.lab.Lab;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return new Lab<K, V>(fetch, it -> it, it -> this).fetch().fetch(key);
    }
}
