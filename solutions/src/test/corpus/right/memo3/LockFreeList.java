// style: a lock-free list of immutable nodes, compare and set at the head
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.atomic.AtomicReference;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final AtomicReference<Node<K, V>> head = new AtomicReference<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        for (Node<K, V> node = head.get(); node != null; node = node.next()) {
            if (node.key().equals(key)) {
                return node.result().get();
            }
        }
        Result<V> result = call(key);
        Node<K, V> old;
        do {
            old = head.get();
        } while (!head.compareAndSet(old, new Node<>(key, result, old)));
        return result.get();
    }

    private record Node<K, V>(K key, Result<V> result, Node<K, V> next) {}

    private Result<V> call(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Result<>(null, e);
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
