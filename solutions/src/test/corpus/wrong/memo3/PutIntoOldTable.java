// misconception: Slots are set with compare-and-set, so the table may grow at any time.
// caught by: IsThreadSafe
// says: What one caller stores does not get lost when another one stores, too.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile AtomicReferenceArray<Node<K, V>> table = new AtomicReferenceArray<>(16);
    private final AtomicInteger size = new AtomicInteger();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Result<V> known = look(key);
        if (known == null) {
            known = fetch(key);
            put(table, key, known); // the table may have been copied meanwhile
            if (size.incrementAndGet() > table.length() * 3 / 4) {
                grow();
            }
        }
        return known.get();
    }

    private Result<V> look(K key) {
        AtomicReferenceArray<Node<K, V>> read = table;
        for (Node<K, V> node = read.get(index(key, read)); node != null; node = node.next()) {
            if (node.key().equals(key)) {
                return node.result();
            }
        }
        return null;
    }

    private static <K, V> void put(AtomicReferenceArray<Node<K, V>> table, K key, Result<V> result) {
        int i = index(key, table);
        Node<K, V> top;
        do {
            top = table.get(i);
        } while (!table.compareAndSet(i, top, new Node<>(key, result, top)));
    }

    private synchronized void grow() {
        AtomicReferenceArray<Node<K, V>> old = table;
        if (size.get() <= old.length() * 3 / 4) {
            return;
        }
        AtomicReferenceArray<Node<K, V>> larger = new AtomicReferenceArray<>(2 * old.length());
        for (int i = 0; i < old.length(); i++) {
            for (Node<K, V> node = old.get(i); node != null; node = node.next()) {
                put(larger, node.key(), node.result());
            }
        }
        table = larger;
    }

    private static int index(Object key, AtomicReferenceArray<?> table) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & table.length() - 1;
    }

    private record Node<K, V>(K key, Result<V> result, Node<K, V> next) {}

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
