// style: a hash table of its own with chains
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Object[] chains = new Object[64];

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @SuppressWarnings("unchecked")
    @Override
    public V get(K key) throws Exception {
        int index = Math.floorMod(key.hashCode(), chains.length);
        for (Node<K, V> node = (Node<K, V>) chains[index]; node != null; node = node.next) {
            if (node.key.equals(key)) {
                return node.get();
            }
        }
        V value = null;
        Exception failure = null;
        try {
            value = fetch.fetch(key);
        } catch (Exception e) {
            failure = e;
        }
        Node<K, V> node = new Node<>(key, value, failure, (Node<K, V>) chains[index]);
        chains[index] = node;
        return node.get();
    }

    private record Node<K, V>(K key, V value, Exception failure, Node<K, V> next) {
        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
