// style: a list of nodes with final fields only, read in opaque mode (JLS 17.5)
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

public final class Memo<K, V> implements Memoizer<K, V> {
    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(Memo.class, "head", Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Fetch<K, V> fetch;
    private Node<K, V> head;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Node<K, V> node = find(key, head());
        if (node == null) {
            V value = null;
            Throwable failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            Node<K, V> top;
            do {
                top = head();
                node = new Node<>(key, value, failure, top);
            } while (!HEAD.compareAndSet(this, top, node));
        }
        if (node.failure instanceof Error error) {
            throw error;
        }
        if (node.failure != null) {
            throw (Exception) node.failure;
        }
        return node.value;
    }

    @SuppressWarnings("unchecked")
    private Node<K, V> head() {
        return (Node<K, V>) HEAD.getOpaque(this);
    }

    private Node<K, V> find(K key, Node<K, V> node) {
        while (node != null && !key.equals(node.key)) {
            node = node.next;
        }
        return node;
    }

    private static final class Node<K, V> {
        final K key;
        final V value;
        final Throwable failure;
        final Node<K, V> next;

        Node(K key, V value, Throwable failure, Node<K, V> next) {
            this.key = key;
            this.value = value;
            this.failure = failure;
            this.next = next;
        }
    }
}
