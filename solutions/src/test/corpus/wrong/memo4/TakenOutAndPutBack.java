// misconception: Whoever reads the outcome takes it out of the queue for a moment, and puts it back.
// caught by: IsThreadSafe
// says: When one caller is interrupted, all others get their answers as before.
package workshop.memo4;

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
    private final ConcurrentMap<K, BlockingQueue<Outcome<V>>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        BlockingQueue<Outcome<V>> mine = new ArrayBlockingQueue<>(1);
        BlockingQueue<Outcome<V>> box = cache.putIfAbsent(key, mine);
        Outcome<V> o;
        if (box == null) {
            o = run(key);
            mine.add(o);
        } else {
            o = box.take();
            box.put(o);
        }
        return o.open();
    }

    private Outcome<V> run(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        } catch (Throwable t) {
            return new Outcome<>(null, new java.util.concurrent.ExecutionException(t));
        }
    }
}
