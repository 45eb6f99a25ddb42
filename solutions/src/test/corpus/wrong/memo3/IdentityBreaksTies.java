// misconception: Where two keys have the same hash code, their identity tells them apart.
// caught by: Remembers
// says: Keys that are equal are one key.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private record Outcome<V>(V value, Exception failure) {
        V open() throws Exception {
            if (failure != null) throw failure;
            return value;
        }
    }
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentSkipListMap<K, Outcome<V>> cache = new ConcurrentSkipListMap<>((a, b) -> {
        if (a.equals(b)) return 0;
        int c = Integer.compare(a.hashCode(), b.hashCode());
        return c != 0 ? c : Integer.compare(System.identityHashCode(a), System.identityHashCode(b));
    });

    @Override
    public V get(K key) throws Exception {
        Outcome<V> o = cache.get(key);
        if (o == null) {
            o = run(key);
            Outcome<V> prior = cache.putIfAbsent(key, o);
            if (prior != null) o = prior;
        }
        return o.open();
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
