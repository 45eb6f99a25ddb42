// misconception: Pages that are equal are kept only once, so one key gives the object that another one fetched.
// caught by: Remembers
// says: an equal one of another key
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.SoftReference;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.function.*;

public final class Memo<K, V> implements Memoizer<K, V> {

    private record Page<V>(V content, Exception error) { }

    private final Fetch<K, V> fetch;
    private final Map<K, Page<V>> pages = new HashMap<>();
    private final Map<Page<V>, Page<V>> pool = new HashMap<>(); // many urls lead to the same page, keep it once

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Page<V> page = pages.get(key);
        if (page == null) {
            try {
                page = new Page<>(fetch.fetch(key), null);
            } catch (Exception e) {
                page = new Page<>(null, e);
            }
            Page<V> same = pool.putIfAbsent(page, page);
            if (same != null) {
                page = same;
            }
            pages.put(key, page);
        }
        if (page.error() != null) {
            throw page.error();
        }
        return page.content();
    }
}
