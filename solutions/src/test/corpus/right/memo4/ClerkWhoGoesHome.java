// style: a clerk, the only thread of a pool, which ends when it has nothing to do, and a thread for each fetch
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A clerk thread keeps the book; for each new key it sends out a messenger thread. */
public final class Memo<K, V> implements Memoizer<K, V> {
    private record Outcome<V>(V value, Throwable thrown) {
        V open() throws Exception {
            if (thrown instanceof Error e) {
                throw e;
            }
            if (thrown instanceof Exception e) {
                throw e;
            }
            return value;
        }
    }

    private static final class Clerk extends ThreadPoolExecutor {
        Clerk() {
            super(1, 1, 1, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> daemon("memo-book", work));
            allowCoreThreadTimeOut(true);
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private final Fetch<K, V> fetch;
    private final Clerk clerk = new Clerk();
    private final Map<K, Outcome<V>> book = new HashMap<>();                              // the clerk's
    private final Map<K, List<CompletableFuture<Outcome<V>>>> waiting = new HashMap<>(); // the clerk's

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        CompletableFuture<Outcome<V>> reply = new CompletableFuture<>();
        clerk.execute(() -> {
            try {
                ask(key, reply);
            } catch (Throwable t) {
                reply.complete(new Outcome<>(null, t));
            }
        });
        return reply.get().open();
    }

    private void ask(K key, CompletableFuture<Outcome<V>> reply) {
        Outcome<V> known = book.get(key);
        if (known != null) {
            reply.complete(known);
            return;
        }
        List<CompletableFuture<Outcome<V>>> line = waiting.get(key);
        if (line == null) {
            line = new ArrayList<>();
            waiting.put(key, line);
            daemon("memo-messenger", () -> {
                Outcome<V> outcome = send(key);
                clerk.execute(() -> land(key, outcome));
            }).start();
        }
        line.add(reply);
    }

    private Outcome<V> send(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Throwable t) {
            return new Outcome<>(null, t);
        }
    }

    private void land(K key, Outcome<V> outcome) {
        book.put(key, outcome);
        waiting.remove(key).forEach(reply -> reply.complete(outcome));
    }
}
// copy 1
