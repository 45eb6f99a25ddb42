// misconception: Keys that can be compared are put into a TreeMap, for which 1 and 1.0 are one key.
// caught by: Remembers
// says: Keys that are not equal are different keys.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Comparable keys live in a tree, which has no collisions; all others in a hash table. */
public final class Memo<K, V> implements Memoizer<K, V> {

    private static final class Entry<V> {
        private V value;
        private Exception exception;
    }

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> sorted = new TreeMap<>(Memo::compare);
    private final Map<K, Entry<V>> hashed = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object a, Object b) {
        int byType = a.getClass().getName().compareTo(b.getClass().getName());
        return byType != 0 ? byType : ((Comparable<Object>) a).compareTo(b);
    }

    @Override
    public V get(K key) throws Exception {
        Map<K, Entry<V>> entries = key instanceof Comparable ? sorted : hashed;
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            entry = new Entry<>();
            try {
                entry.value = fetch.fetch(key);
            } catch (Exception e) {
                entry.exception = e;
            }
            entries.put(key, entry);
        }
        if (entry.exception != null) {
            throw entry.exception;
        }
        return entry.value;
    }
}
