// misconception: A static set per thread of the keys in progress finds cycles, and takes two memos for one.
// caught by: Remembers
// says: A fetch may ask another memo, even for the same key.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    record Outcome<V>(V value, Throwable failure) {
        V get() throws Exception {
            if (failure instanceof Error e) throw e;
            if (failure != null) throw (Exception) failure;
            return value;
        }
    }

    private Outcome<V> outcomeOf(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable t) {
            return new Outcome<>(null, t);
        }
    }

    private static final ThreadLocal<Deque<Object>> IN_PROGRESS = ThreadLocal.withInitial(ArrayDeque::new);
    private final ConcurrentMap<K, FutureTask<Outcome<V>>> cache = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        if (IN_PROGRESS.get().contains(key)) throw new IllegalStateException("cycle: " + IN_PROGRESS.get());
        FutureTask<Outcome<V>> mine = new FutureTask<>(() -> outcomeOf(key));
        FutureTask<Outcome<V>> task = cache.putIfAbsent(key, mine);
        if (task == null) {
            task = mine;
            IN_PROGRESS.get().push(key);
            try {
                mine.run();
            } finally {
                IN_PROGRESS.get().pop();
            }
        }
        return task.get().get();
    }
}
