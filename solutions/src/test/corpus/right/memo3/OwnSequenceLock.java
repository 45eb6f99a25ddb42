// style: a sequence lock of our own over arrays read in acquire mode
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

public final class Memo<K, V> implements Memoizer<K, V> {
    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(Memo.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Fetch<K, V> fetch;
    private final Object writing = new Object();
    private int version; // odd while somebody writes
    private volatile AtomicReferenceArray<Object> table = new AtomicReferenceArray<>(32); // key, outcome, key, ...
    private int size; // guarded by writing

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        int before = (int) VERSION.getAcquire(this);
        Outcome<V> outcome = null;
        boolean valid = false;
        if ((before & 1) == 0) {
            outcome = look(key);
            VarHandle.acquireFence();
            valid = (int) VERSION.getOpaque(this) == before;
        }
        if (!valid) {
            synchronized (writing) {
                outcome = look(key);
            }
        }
        if (outcome == null) {
            outcome = store(key, Outcome.of(fetch, key));
        }
        return outcome.get();
    }

    @SuppressWarnings("unchecked")
    private Outcome<V> look(K key) {
        AtomicReferenceArray<Object> t = table;
        return (Outcome<V>) t.getAcquire(probe(t, key) + 1);
    }

    private static int probe(AtomicReferenceArray<Object> t, Object key) {
        int hash = key.hashCode();
        int i = (hash ^ hash >>> 16) * 2 & t.length() - 1;
        for (Object there; (there = t.getAcquire(i)) != null && !there.equals(key); ) {
            i = i + 2 & t.length() - 1;
        }
        return i;
    }

    private Outcome<V> store(K key, Outcome<V> fetched) {
        synchronized (writing) {
            Outcome<V> earlier = look(key);
            if (earlier != null) {
                return earlier;
            }
            int even = (int) VERSION.getOpaque(this);
            VERSION.setOpaque(this, even + 1);
            VarHandle.releaseFence();
            if (++size * 4 > table.length()) {
                AtomicReferenceArray<Object> larger = new AtomicReferenceArray<>(table.length() * 2);
                for (int i = 0; i < table.length(); i += 2) {
                    Object old = table.get(i);
                    if (old != null) {
                        int at = probe(larger, old);
                        larger.setRelease(at + 1, table.get(i + 1));
                        larger.setRelease(at, old);
                    }
                }
                table = larger;
            }
            int at = probe(table, key);
            table.setRelease(at, key);
            table.setRelease(at + 1, fetched);
            VERSION.setRelease(this, even + 2);
            return fetched;
        }
    }

    private record Outcome<V>(V value, Throwable failure) {

        static <K, V> Outcome<V> of(Fetch<K, V> fetch, K key) {
            try {
                return new Outcome<>(fetch.fetch(key), null);
            } catch (Throwable thrown) {
                return new Outcome<>(null, thrown);
            }
        }

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
