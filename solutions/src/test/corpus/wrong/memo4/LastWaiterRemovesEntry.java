// misconception: Entries are counted by those who use them, and the last one who leaves removes the entry.
// caught by: Remembers
// says: A key that has been fetched is not fetched again.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> cache = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Entry<V> entry;
        boolean first;
        synchronized (this) {
            entry = cache.computeIfAbsent(key, absent -> new Entry<>());
            first = entry.users++ == 0;
        }
        try {
            if (first) {
                entry.task.complete(fetch(key));
            }
            return entry.task.get().get();
        } finally {
            synchronized (this) {
                if (--entry.users == 0) {
                    cache.remove(key);
                }
            }
        }
    }

    private static final class Entry<V> {
        final CompletableFuture<Result<V>> task = new CompletableFuture<>();
        int users;
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Exception failure) {
            return new Result<>(null, failure);
        }
    }

    private record Result<V>(V value, Exception failure) {

        V get() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
