// misconception: A volatile array is taken for an array of volatile elements.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile Object[] keys = new Object[1 << 17];
    private volatile Object[] results = new Object[1 << 17];

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(K key) throws Exception {
        int slot = (key.hashCode() ^ key.hashCode() >>> 16) & (keys.length - 1);
        while (keys[slot] != null && !keys[slot].equals(key)) {
            slot = (slot + 1) & (keys.length - 1);
        }
        if (keys[slot] == null) {
            Result<V> result = fetch(key);
            synchronized (this) {
                while (keys[slot] != null && !keys[slot].equals(key)) {
                    slot = (slot + 1) & (keys.length - 1);
                }
                results[slot] = result;
                keys[slot] = key;
            }
        }
        return ((Result<V>) results[slot]).get();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
