// style: a hash table of its own with final keys and chains of entries, under a lock per chain
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReferenceArray;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final AtomicReferenceArray<Node<K, V>> chains = new AtomicReferenceArray<>(64);
    private final Object[] locks = new Object[64];
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        Arrays.setAll(locks, i -> new Object());
    }

    @Override
    public V get(K key) throws Exception {
        int index = Math.floorMod(key.hashCode(), locks.length);
        FutureTask<V> task = find(index, key);
        if (task == null) {
            synchronized (locks[index]) {
                task = find(index, key);
                if (task == null) {
                    task = new FutureTask<>(() -> fetch.fetch(key));
                    chains.set(index, new Node<>(key, task, chains.get(index)));
                }
            }
            task.run();
        }
        return resultOf(task);
    }

    private FutureTask<V> find(int index, K key) {
        for (Node<K, V> node = chains.get(index); node != null; node = node.next()) {
            if (node.key().equals(key)) {
                return node.task();
            }
        }
        return null;
    }

    private record Node<K, V>(K key, FutureTask<V> task, Node<K, V> next) {}

    private static <T> T resultOf(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
