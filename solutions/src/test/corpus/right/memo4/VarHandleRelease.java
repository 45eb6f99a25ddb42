// style: the result is written with release and read with acquire, the latch is for those who come early
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @SuppressWarnings("unchecked")
    @Override
    public V get(K key) throws Exception {
        Entry<V> mine = new Entry<>();
        Entry<V> entry = cache.putIfAbsent(key, mine);
        if (entry == null) {
            entry = mine;
            Answer<V> result =
                    new Answer<>(null, new IllegalStateException("the fetch ended with an Error"));
            try {
                result = ask(key);
            } finally {
                Entry.RESULT.setRelease(entry, result);
                entry.ready.countDown();
            }
        }
        Answer<V> result = (Answer<V>) Entry.RESULT.getAcquire(entry);
        if (result == null) {
            entry.ready.await();
            result = (Answer<V>) Entry.RESULT.getAcquire(entry);
        }
        return result.get();
    }

    private static final class Entry<V> {
        static final VarHandle RESULT = handle();

        final CountDownLatch ready = new CountDownLatch(1);
        Answer<V> result;

        private static VarHandle handle() {
            try {
                return MethodHandles.lookup().findVarHandle(Entry.class, "result", Answer.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
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
