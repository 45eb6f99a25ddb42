// style: entry states changed by compare-and-set of a VarHandle, a monitor to wait
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Entry.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry = cache.computeIfAbsent(key, absent -> new Entry<>());
        if (STATE.compareAndSet(entry, Entry.NEW, Entry.FETCHING)) {
            try {
                entry.value = fetch.fetch(key);
            } catch (Throwable failure) {
                entry.failure = failure;
            }
            STATE.setRelease(entry, Entry.DONE);
            synchronized (entry) {
                entry.notifyAll();
            }
        }
        if ((int) STATE.getAcquire(entry) != Entry.DONE) {
            synchronized (entry) {
                while ((int) STATE.getAcquire(entry) != Entry.DONE) {
                    entry.wait();
                }
            }
        }
        if (entry.failure instanceof Error error) {
            throw error;
        }
        if (entry.failure != null) {
            throw (Exception) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        static final int NEW = 0;
        static final int FETCHING = 1;
        static final int DONE = 2;

        int state;
        V value;
        Throwable failure;
    }
}
