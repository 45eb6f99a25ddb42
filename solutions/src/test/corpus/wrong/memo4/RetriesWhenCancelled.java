// misconception: A CancellationException says that somebody cancelled the future, so one tries again.
// caught by: Remembers
// says: get throws the very exception that the fetch threw.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }
    private final ConcurrentMap<K, CompletableFuture<V>> cache = new ConcurrentHashMap<>();

    @Override
    public V get(K key) throws Exception {
        while (true) {
            CompletableFuture<V> mine = new CompletableFuture<>();
            CompletableFuture<V> f = cache.putIfAbsent(key, mine);
            if (f == null) {
                f = mine;
                try {
                    f.complete(fetch.fetch(key));
                } catch (CompletionException e) {
                    f.completeExceptionally(new ExecutionException(e));
                } catch (Throwable t) {
                    f.completeExceptionally(t);
                }
            }
            try {
                return f.get();
            } catch (CancellationException e) {
                cache.remove(key, f);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof ExecutionException && cause.getCause() instanceof CompletionException c) throw c;
                if (cause instanceof Exception x) throw x;
                throw (Error) cause;
            }
        }
    }
}
