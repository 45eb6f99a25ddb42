// style: a list that is searched with equals
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final List<K> keys = new ArrayList<>();
    private final List<Answer<V>> results = new ArrayList<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        int index = keys.indexOf(key);
        if (index >= 0) {
            return results.get(index).get();
        }
        Answer<V> result = call(key);
        keys.add(key);
        results.add(result);
        return result.get();
    }

    private Answer<V> call(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
