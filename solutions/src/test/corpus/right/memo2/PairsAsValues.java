// style: pairs of the JDK as values, looked at under the read lock, and again under the write lock
package workshop.memo2;

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
    private final ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
    private final ReentrantReadWriteLock.ReadLock r = rw.readLock();
    private final ReentrantReadWriteLock.WriteLock w = rw.writeLock();
    private final Map<K, Map.Entry<V, Exception>> table = new HashMap<>();
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Map.Entry<V, Exception> e;
        r.lock();
        try {
            e = table.get(key);
        } finally {
            r.unlock();
        }
        if (e == null) {
            w.lock();
            try {
                e = table.get(key);
                if (e == null) {
                    e = new AbstractMap.SimpleImmutableEntry<>(null, null);
                    try {
                        e = new AbstractMap.SimpleImmutableEntry<>(fetch.fetch(key), null);
                    } catch (Exception x) {
                        e = new AbstractMap.SimpleImmutableEntry<>(null, x);
                    }
                    table.put(key, e);
                }
            } finally {
                w.unlock();
            }
        }
        if (e.getValue() != null) {
            throw e.getValue();
        }
        return e.getKey();
    }
}
