// misconception: A free slot that a search has found is read once more, and by then it may be the slot of another key.
// caught by: IsThreadSafe
// says: Every caller gets the answer to its own question.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ReentrantLock inserting = new ReentrantLock();
    private final AtomicReference<AtomicReferenceArray<Entry<K, V>>> table =
            new AtomicReference<>(new AtomicReferenceArray<Entry<K, V>>(16));
    private int size; // guarded by inserting

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        int hash = key.hashCode() * 0x9E3779B9;
        AtomicReferenceArray<Entry<K, V>> seen = table.get();
        Entry<K, V> entry = seen.get(probe(seen, hash, key));
        if (entry == null) {
            Entry<K, V> fresh = new Entry<>(hash, key);
            entry = insertUnlessThere(fresh);
            if (entry == null) {
                fresh.fill(fetch);
                entry = fresh;
            }
        }
        return entry.await();
    }

    /** The index of the key's entry, or of the free slot where it belongs. There always is a free slot. */
    private static <K, V> int probe(AtomicReferenceArray<Entry<K, V>> slots, int hash, K key) {
        int mask = slots.length() - 1;
        int index = (hash >>> 7) & mask;
        while (true) {
            Entry<K, V> there = slots.get(index);
            if (there == null || there.hash == hash && there.key.equals(key)) {
                return index;
            }
            index = (index + 1) & mask;
        }
    }

    private Entry<K, V> insertUnlessThere(Entry<K, V> fresh) {
        inserting.lock();
        try {
            AtomicReferenceArray<Entry<K, V>> slots = table.get();
            int index = probe(slots, fresh.hash, fresh.key);
            Entry<K, V> there = slots.get(index);
            if (there != null) {
                return there;
            }
            if (2 * (size + 1) > slots.length()) {
                slots = twiceAsLong(slots);
                slots.set(probe(slots, fresh.hash, fresh.key), fresh);
                table.set(slots);
            } else {
                slots.set(index, fresh);
            }
            size++;
            return null;
        } finally {
            inserting.unlock();
        }
    }

    private static <K, V> AtomicReferenceArray<Entry<K, V>> twiceAsLong(AtomicReferenceArray<Entry<K, V>> old) {
        AtomicReferenceArray<Entry<K, V>> bigger = new AtomicReferenceArray<>(2 * old.length());
        for (int i = 0; i < old.length(); i++) {
            Entry<K, V> entry = old.get(i);
            if (entry != null) {
                bigger.set(probe(bigger, entry.hash, entry.key), entry);
            }
        }
        return bigger;
    }

    private static final class Entry<K, V> {
        final int hash;
        final K key;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition filled = lock.newCondition();
        private boolean done; // these three are guarded by lock
        private V value;
        private Throwable failure;

        Entry(int hash, K key) {
            this.hash = hash;
            this.key = key;
        }

        void fill(Fetch<K, V> fetch) {
            V fetched = null;
            Throwable thrown = null;
            try {
                fetched = fetch.fetch(key);
            } catch (Throwable t) {
                thrown = t;
            }
            lock.lock();
            try {
                value = fetched;
                failure = thrown;
                done = true;
                filled.signalAll();
            } finally {
                lock.unlock();
            }
        }

        V await() throws Exception {
            lock.lock();
            try {
                while (!done) {
                    filled.await();
                }
                if (failure == null) {
                    return value;
                }
                if (failure instanceof Error) {
                    throw (Error) failure;
                }
                throw (Exception) failure;
            } finally {
                lock.unlock();
            }
        }
    }
}
