// misconception: Unlocks in each catch; a fetch throws IOException, RuntimeException or Error.
// caught by: Remembers, IsThreadSafe
// says: A failure is an answer, too: the key is fetched once.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private record Slot<V>(V value, Exception failure) {}
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Slot<V>> known = new HashMap<>();
    @Override public V get(K key) throws Exception {
        lock.lock();
        Slot<V> s = known.get(key);
        if (s == null) {
            try {
                s = new Slot<>(fetch.fetch(key), null);
            } catch (IOException | RuntimeException e) {
                s = new Slot<>(null, e);
            } catch (Error e) {
                lock.unlock();
                throw e;
            }
            known.put(key, s);
        }
        lock.unlock();
        if (s.failure() != null) throw s.failure();
        return s.value();
    }
}
