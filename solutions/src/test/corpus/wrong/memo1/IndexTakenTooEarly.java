// misconception: The place in the list is chosen before the fetch, which may itself add to the list.
// caught by: Remembers
// says: A fetch may ask the memo for another key.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.List;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final List<K> keys = new ArrayList<>();
    private final List<Fetched<V>> results = new ArrayList<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        int index = keys.indexOf(key);
        if (index < 0) {
            index = keys.size();
            keys.add(key);
            results.add(load(key));
        }
        return results.get(index).get();
    }

    private Fetched<V> load(K key) {
        try {
            return new Fetched<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Fetched<>(null, e);
        }
    }

    private record Fetched<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
