// misconception: The slot is chosen before the fetch, which may ask for so many keys that the table grows meanwhile.
// caught by: Remembers
// says: What is fetched on the way is remembered, too.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private Object[] keys = new Object[64];
    private Object[] results = new Object[64];
    private int size;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(K key) throws Exception {
        int slot = slotOf(key);
        if (keys[slot] == null) {
            Result<V> result = fetch(key);
            if (keys[slot] != null) {
                slot = slotOf(key);
            }
            keys[slot] = key;
            results[slot] = result;
            if (++size > keys.length / 2) {
                grow();
            }
            return result.get();
        }
        return ((Result<V>) results[slot]).get();
    }

    private int slotOf(Object key) {
        int slot = key.hashCode() & (keys.length - 1);
        while (keys[slot] != null && !keys[slot].equals(key)) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        Object[] oldKeys = keys;
        Object[] oldResults = results;
        keys = new Object[2 * oldKeys.length];
        results = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                results[slot] = oldResults[i];
            }
        }
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
