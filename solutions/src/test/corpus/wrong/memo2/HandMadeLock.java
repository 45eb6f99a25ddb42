// misconception: A lock made of wait and notify does not know who has it, so a fetch that asks the memo waits for itself.
// caught by: Remembers
// says: A fetch may ask the memo for another key.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Answer<V>> cache = new HashMap<>();
    private boolean locked;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        lock();
        try {
            Answer<V> known = cache.get(key);
            if (known == null) {
                known = ask(key);
                cache.put(key, known);
            }
            return known.get();
        } finally {
            unlock();
        }
    }

    private synchronized void lock() throws InterruptedException {
        while (locked) {
            wait();
        }
        locked = true;
    }

    private synchronized void unlock() {
        locked = false;
        notifyAll();
    }

    private Answer<V> ask(K key) {
        try {
            return new Answer<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Answer<>(null, e);
        }
    }

    private record Answer<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
