// style: an own table, in an array that is made by reflection
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    sealed interface Answer<V> permits Value, Thrown {
        V get() throws Exception;
    }
    record Value<V>(V value) implements Answer<V> {
        public V get() { return value; }
    }
    record Thrown<V>(Throwable thrown) implements Answer<V> {
        public V get() throws Exception {
            if (thrown instanceof Error e) throw e;
            throw (Exception) thrown;
        }
    }
    private Answer<V> answer(K key) {
        try {
            return new Value<>(fetch.fetch(key));
        } catch (Throwable t) {
            return new Thrown<>(t);
        }
    }

    private static final class Node<K, V> { K key; Answer<V> answer; Node<K, V> next; }
    private Node<K, V>[] table = (Node<K, V>[]) java.lang.reflect.Array.newInstance(Node.class, 1024);
    @Override public V get(K key) throws Exception {
        int i = Math.floorMod(key.hashCode(), table.length);
        for (Node<K, V> n = table[i]; n != null; n = n.next) if (n.key.equals(key)) return n.answer.get();
        Node<K, V> n = new Node<>();
        n.answer = answer(key);
        n.key = key;
        n.next = table[i];
        table[i] = n;
        return n.answer.get();
    }
}
