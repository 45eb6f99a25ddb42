// style: a thread per key that fetches and then answers whoever asks
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Actor<K, V>> actors = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<V> reply = new CompletableFuture<>();
        actors.computeIfAbsent(key, absent -> new Actor<>(absent, fetch)).ask(reply);
        return resultOf(reply);
    }

    private static final class Actor<K, V> {
        private final BlockingQueue<CompletableFuture<V>> questions = new LinkedBlockingQueue<>();
        private final Thread thread;

        Actor(K key, Fetch<K, V> fetch) {
            thread = new Thread(() -> serve(key, fetch), "actor of " + key);
            thread.setDaemon(true);
            thread.start();
        }

        void ask(CompletableFuture<V> reply) {
            questions.add(reply);
        }

        private void serve(K key, Fetch<K, V> fetch) {
            V value = null;
            Throwable failure = null;
            try {
                value = fetch.fetch(key);
            } catch (Throwable thrown) {
                failure = thrown;
            }
            try {
                while (true) {
                    CompletableFuture<V> reply = questions.take();
                    if (failure == null) {
                        reply.complete(value);
                    } else {
                        reply.completeExceptionally(failure);
                    }
                }
            } catch (InterruptedException end) {
                // nobody does that
            }
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
