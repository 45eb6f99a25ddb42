// misconception: The array of a hand-made table is replaced by a bigger one while another caller writes into the old one.
// caught by: IsThreadSafe
// says: does not get lost
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.atomic.AtomicReferenceArray;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private volatile AtomicReferenceArray<Node<K, V>> table = new AtomicReferenceArray<>(2);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Node<K, V> known = find(table, key);
        if (known == null) {
            known = new Node<>(key, fetch(key), null);
            AtomicReferenceArray<Node<K, V>> bigger = new AtomicReferenceArray<>(2 * table.length());
            AtomicReferenceArray<Node<K, V>> old = table;
            for (int i = 0; i < old.length(); i++) {
                for (Node<K, V> node = old.get(i); node != null; node = node.next()) {
                    insert(bigger, node.key(), node.result());
                }
            }
            insert(bigger, key, known.result());
            table = bigger.length() > 1 << 10 ? shrunk(bigger) : bigger;
        }
        return known.result().get();
    }

    private static <K, V> AtomicReferenceArray<Node<K, V>> shrunk(AtomicReferenceArray<Node<K, V>> big) {
        AtomicReferenceArray<Node<K, V>> small = new AtomicReferenceArray<>(1 << 8);
        for (int i = 0; i < big.length(); i++) {
            for (Node<K, V> node = big.get(i); node != null; node = node.next()) {
                insert(small, node.key(), node.result());
            }
        }
        return small;
    }

    private static <K, V> Node<K, V> find(AtomicReferenceArray<Node<K, V>> table, K key) {
        Node<K, V> node = table.get(key.hashCode() & (table.length() - 1));
        while (node != null && !node.key().equals(key)) {
            node = node.next();
        }
        return node;
    }

    private static <K, V> void insert(AtomicReferenceArray<Node<K, V>> table, K key, Result<V> result) {
        table.getAndUpdate(key.hashCode() & (table.length() - 1), next -> new Node<>(key, result, next));
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
