// style: published by release and acquire; waiters wait for the longest time that there is, in a loop
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.function.*;
import java.util.stream.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private static final VarHandle DONE;

    static {
        try {
            DONE = MethodHandles.lookup().findVarHandle(Entry.class, "done", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Entry {
        private Object value;
        private Throwable failure;
        private boolean done; // released after the two above

        private boolean isDone() {
            return (boolean) DONE.getAcquire(this);
        }

        void publish(Object v, Throwable t) {
            value = v;
            failure = t;
            DONE.setRelease(this, true);
            synchronized (this) {
                notifyAll();
            }
        }

        Object read() throws Throwable {
            if (!isDone()) {
                synchronized (this) {
                    while (!isDone()) {
                        wait(Long.MAX_VALUE);
                    }
                }
            }
            if (failure != null) throw failure;
            return value;
        }
    }

    private final Map<K, Entry> map = new HashMap<>(); // guarded by itself
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(K key) throws Exception {
        boolean mine = false;
        Entry e;
        synchronized (map) {
            e = map.get(key);
            if (e == null) {
                map.put(key, e = new Entry());
                mine = true;
            }
        }
        if (mine) {
            try {
                e.publish(fetch.fetch(key), null);
            } catch (Throwable t) {
                e.publish(null, t);
            }
        }
        try {
            return (V) e.read();
        } catch (Exception | Error x) {
            throw x;
        } catch (Throwable odd) {
            throw new Exception(odd);
        }
    }
}
