// style: a thread of its own has the map; requests and results come to its mailbox
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Map<K, CompletableFuture<V>> cache = new HashMap<>(); // touched by the actor only
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        start(this::serve);
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<V> answer = new CompletableFuture<>();
        mailbox.add(
                () -> {
                    CompletableFuture<V> known = cache.get(key);
                    if (known == null) {
                        CompletableFuture<V> fetching = new CompletableFuture<>();
                        cache.put(key, fetching);
                        start(() -> complete(fetching, key));
                        known = fetching;
                    }
                    known.whenComplete(
                            (value, failure) -> {
                                if (failure == null) {
                                    answer.complete(value);
                                } else {
                                    answer.completeExceptionally(failure);
                                }
                            });
                });
        return resultOf(answer);
    }

    private void serve() {
        try {
            while (true) {
                mailbox.take().run();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "memo");
        thread.setDaemon(true);
        thread.start();
    }

    private void complete(CompletableFuture<V> future, K key) {
        try {
            future.complete(fetch.fetch(key));
        } catch (Throwable thrown) {
            future.completeExceptionally(thrown);
        }
    }

    private static <T> T resultOf(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
