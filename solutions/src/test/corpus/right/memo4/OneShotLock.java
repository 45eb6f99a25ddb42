// style: a lock per key that is held while fetching, and a volatile result beside it
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Slot> slots = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        return slots.computeIfAbsent(key, Slot::new).get();
    }

    private final class Slot extends ReentrantLock {
        private static final long serialVersionUID = 1;

        private final transient K key;
        private transient Callable<V> answer; // guarded by this lock

        Slot(K key) {
            this.key = key;
        }

        V get() throws Exception {
            lockInterruptibly();
            try {
                if (answer == null) {
                    answer = answer();
                }
                return answer.call();
            } finally {
                unlock();
            }
        }

        private Callable<V> answer() {
            try {
                V value = fetch.fetch(key);
                return () -> value;
            } catch (Exception failure) {
                return () -> {
                    throw failure;
                };
            }
        }
    }
}
