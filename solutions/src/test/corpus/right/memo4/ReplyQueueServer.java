// style: one server thread owns the map, fetchers are threads of their own, answers come by callback
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Entry<V>> entries = new HashMap<>(); // used by the server only
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        start("server", this::serve);
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Result<V>> reply = new CompletableFuture<>();
        inbox.put(() -> answer(key, reply));
        return reply.get().get();
    }

    private void serve() {
        try {
            while (true) {
                inbox.take().run();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(K key, CompletableFuture<Result<V>> reply) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            entry = new Entry<>();
            entries.put(key, entry);
            start("fetcher", () -> {
                Result<V> result = fetch(key);
                inbox.add(() -> arrived(key, result));
            });
        }
        if (entry.result != null) {
            reply.complete(entry.result);
        } else {
            entry.waiting.add(reply);
        }
    }

    private void arrived(K key, Result<V> result) {
        Entry<V> entry = entries.get(key);
        entry.result = result;
        entry.waiting.forEach(reply -> reply.complete(result));
        entry.waiting.clear();
    }

    private Result<V> fetch(K key) {
        try {
            return new Result<>(fetch.fetch(key), null);
        } catch (Throwable failure) {
            return new Result<>(null, failure);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Entry<V> {
        final List<CompletableFuture<Result<V>>> waiting = new ArrayList<>();
        Result<V> result;
    }

    private record Result<V>(V value, Throwable failure) {

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
