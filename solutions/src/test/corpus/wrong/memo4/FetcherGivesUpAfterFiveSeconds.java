// misconception: A thread for each fetch; the first caller waits five seconds for it and then tells everybody that it failed.
// caught by: IsThreadSafe
// says: Every caller gets its answer, however long others take
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private final ConcurrentMap<K, CompletableFuture<Outcome<V>>> cache = new ConcurrentHashMap<>();
    record Outcome<V>(V value, Throwable failure) {
        V get() throws Exception {
            if (failure instanceof Error e) throw e;
            if (failure != null) throw (Exception) failure;
            return value;
        }
    }
    private Outcome<V> outcomeOf(K key) {
        FutureTask<V> task = new FutureTask<>(() -> fetch.fetch(key));
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        try {
            return new Outcome<>(task.get(5, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
    @Override public V get(K key) throws Exception {
        CompletableFuture<Outcome<V>> mine = new CompletableFuture<>();
        CompletableFuture<Outcome<V>> f = cache.putIfAbsent(key, mine);
        if (f == null) { f = mine; mine.complete(outcomeOf(key)); }
        return f.get().get();
    }
}
