// misconception: Opaque mode of a VarHandle is taken for volatile, but it orders nothing else.
// caught by: FetchesOnce, IsThreadSafe, WaitsWell
// says: DATA RACE
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final VarHandle DONE;

    static {
        try {
            DONE = MethodHandles.lookup().findVarHandle(Entry.class, "done", boolean.class);
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
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            try {
                mine.value = fetch.fetch(key);
            } catch (Throwable failure) {
                mine.failure = failure;
            }
            DONE.setOpaque(mine, true);
            mine.ready.countDown();
            entry = mine;
        } else if (!(boolean) DONE.getOpaque(entry)) {
            entry.ready.await();
        }
        if (entry.failure instanceof Exception exception) {
            throw exception;
        }
        if (entry.failure != null) {
            throw (Error) entry.failure;
        }
        return entry.value;
    }

    private static final class Entry<V> {
        final CountDownLatch ready = new CountDownLatch(1);
        V value;
        Throwable failure;
        boolean done;
    }
}
