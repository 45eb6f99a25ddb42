// misconception: Waiters get an unchecked exception in another one, since it is a bug of the other thread.
// caught by: FetchesOnce
// says: the very exception that the fetch threw
package workshop.memo4;

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

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, CompletableFuture<V>> futures = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> future = futures.putIfAbsent(key, mine);
        if (future == null) {
            try {
                V value = fetch.fetch(key);
                mine.complete(value);
                return value;
            } catch (Throwable t) {
                mine.completeExceptionally(t);
                throw t;
            }
        }
        boolean waited = !future.isDone();
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (waited && cause instanceof RuntimeException) {
                // it is a bug in the other thread, so its stack trace would be of no use here
                throw new IllegalStateException("the fetch of another thread failed", cause);
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw (Exception) cause;
        }
    }
}
