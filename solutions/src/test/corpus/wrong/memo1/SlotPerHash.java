// misconception: A key that falls into the same slot of the array drives the other one out.
// caught by: Remembers
// says: Nothing is forgotten.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Object[] keys = new Object[256];
    private final Object[] results = new Object[256];

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @SuppressWarnings("unchecked")
    @Override
    public V get(K key) throws Exception {
        int slot = Math.floorMod(key.hashCode(), 256);
        if (results[slot] == null || !keys[slot].equals(key)) {
            Outcome<V> result = ask(key);
            keys[slot] = key;
            results[slot] = result;
            return result.get();
        }
        return ((Outcome<V>) results[slot]).get();
    }

    private Outcome<V> ask(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }

    private record Outcome<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
