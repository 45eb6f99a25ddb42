// misconception: Immutable snapshots may be published by a plain field, because their own fields are final.
// caught by: IsThreadSafe
// says: DATA RACE
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private Node<K, V> head;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        for (Node<K, V> node = head; node != null; node = node.next()) {
            if (node.key().equals(key)) {
                return node.result().get();
            }
        }
        synchronized (this) {
            for (Node<K, V> node = head; node != null; node = node.next()) {
                if (node.key().equals(key)) {
                    return node.result().get();
                }
            }
            Result<V> result = fetch(key);
            head = new Node<>(key, result, head);
            return result.get();
        }
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
