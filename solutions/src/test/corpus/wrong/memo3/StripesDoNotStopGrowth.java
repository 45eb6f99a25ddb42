// misconception: Striped locks over a table of its own, which grows under the lock of just one stripe.
// caught by: IsThreadSafe
// says: does not get lost when another one stores
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.SoftReference;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.function.*;

/** A hash table with 16 lock stripes, as ConcurrentHashMap was before Java 8. */
public final class Memo<K, V> implements Memoizer<K, V> {

    private static final class Node<K, V> {
        final K key;
        final V value;
        final Exception failure;
        Node<K, V> next;

        Node(K key, V value, Exception failure, Node<K, V> next) {
            this.key = key;
            this.value = value;
            this.failure = failure;
            this.next = next;
        }
    }

    private final Fetch<K, V> fetch;
    private final ReentrantLock[] stripes = new ReentrantLock[16];
    private final AtomicInteger size = new AtomicInteger();
    private volatile AtomicReferenceArray<Node<K, V>> table = new AtomicReferenceArray<>(64);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        Arrays.setAll(stripes, i -> new ReentrantLock());
    }

    @Override
    public V get(K key) throws Exception {
        Node<K, V> node = find(key);
        if (node == null) {
            V value = null;
            Exception failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Exception e) {
                failure = e;
            }
            node = insert(key, value, failure);
        }
        if (node.failure != null) {
            throw node.failure;
        }
        return node.value;
    }

    private static int hash(Object key) {
        int h = key.hashCode();
        return h ^ h >>> 16;
    }

    private Node<K, V> find(K key) {
        ReentrantLock stripe = stripes[hash(key) & 15];
        stripe.lock();
        try {
            return scan(table, key);
        } finally {
            stripe.unlock();
        }
    }

    private Node<K, V> scan(AtomicReferenceArray<Node<K, V>> t, K key) {
        Node<K, V> n = t.get(hash(key) & t.length() - 1);
        while (n != null && !n.key.equals(key)) {
            n = n.next;
        }
        return n;
    }

    private Node<K, V> insert(K key, V value, Exception failure) {
        ReentrantLock stripe = stripes[hash(key) & 15];
        stripe.lock();
        try {
            Node<K, V> known = scan(table, key);
            if (known != null) {
                return known;
            }
            if (size.incrementAndGet() > table.length() * 3 / 4) {
                grow();
            }
            AtomicReferenceArray<Node<K, V>> t = table;
            int i = hash(key) & t.length() - 1;
            Node<K, V> n = new Node<>(key, value, failure, t.get(i));
            t.set(i, n);
            return n;
        } finally {
            stripe.unlock();
        }
    }

    private void grow() {
        AtomicReferenceArray<Node<K, V>> old = table;
        AtomicReferenceArray<Node<K, V>> bigger = new AtomicReferenceArray<>(old.length() * 2);
        for (int b = 0; b < old.length(); b++) {
            for (Node<K, V> n = old.get(b); n != null; n = n.next) {
                int i = hash(n.key) & bigger.length() - 1;
                bigger.set(i, new Node<>(n.key, n.value, n.failure, bigger.get(i)));
            }
        }
        table = bigger;
    }
}
