// misconception: The array is read before the number of its entries, and another array may be there meanwhile.
// caught by: IsThreadSafe
// says: Every caller gets the answer to its own question.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Arrays;

/** Append-only log of what is known; readers take no lock. */
public final class Memo<K, V> implements Memoizer<K, V> {

    private record Entry<K, V>(K key, V value, Exception problem) {}

    private final Fetch<K, V> fetch;
    private volatile Entry<K, V>[] log = emptyLog(16);
    private volatile int count;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <K, V> Entry<K, V>[] emptyLog(int length) {
        return new Entry[length];
    }

    @Override
    public V get(K key) throws Exception {
        Entry<K, V> entry = find(key);
        if (entry == null) {
            entry = findOrFetch(key);
        }
        if (entry.problem() != null) {
            throw entry.problem();
        }
        return entry.value();
    }

    private Entry<K, V> find(K key) {
        Entry<K, V>[] entries = log;
        int n = count;
        for (int i = 0; i < n; i++) {
            if (entries[i].key().equals(key)) {
                return entries[i];
            }
        }
        return null;
    }

    private synchronized Entry<K, V> findOrFetch(K key) {
        Entry<K, V> entry = find(key);
        if (entry == null) {
            entry = attempt(key);
            append(entry);
        }
        return entry;
    }

    private Entry<K, V> attempt(K key) {
        try {
            return new Entry<>(key, fetch.fetch(key), null);
        } catch (Exception e) {
            return new Entry<>(key, null, e);
        }
    }

    private void append(Entry<K, V> entry) {
        int n = count;
        if (n == log.length) {
            log = Arrays.copyOf(log, 2 * n);
        }
        log[n] = entry;
        count = n + 1;
    }
}
