// style: an actor without a thread: whoever finds the mailbox unattended serves it
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;
    private final Queue<Ask<K, V>> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unserved = new AtomicInteger();
    private final Map<K, CompletableFuture<Outcome<V>>> cache = new HashMap<>(); // touched by who serves

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Ask<K, V> ask = new Ask<>(key, new CompletableFuture<>());
        mailbox.add(ask);
        if (unserved.getAndIncrement() == 0) {
            do {
                serve(mailbox.remove());
            } while (unserved.decrementAndGet() != 0);
        }
        Turn<V> turn = ask.reply().join(); // in no time, and uninterruptibly: it may be our turn
        if (turn.yours()) {
            turn.future().complete(Outcome.of(fetch, key));
        }
        return turn.future().get().get();
    }

    private void serve(Ask<K, V> ask) {
        CompletableFuture<Outcome<V>> known = cache.get(ask.key());
        if (known != null) {
            ask.reply().complete(new Turn<>(known, false));
        } else {
            CompletableFuture<Outcome<V>> future = new CompletableFuture<>();
            cache.put(ask.key(), future);
            ask.reply().complete(new Turn<>(future, true));
        }
    }

    private record Ask<K, V>(K key, CompletableFuture<Turn<V>> reply) {}

    private record Turn<V>(CompletableFuture<Outcome<V>> future, boolean yours) {}

    private record Outcome<V>(V value, Throwable failure) {

        static <K, V> Outcome<V> of(Fetch<K, V> fetch, K key) {
            try {
                return new Outcome<>(fetch.fetch(key), null);
            } catch (Throwable thrown) {
                return new Outcome<>(null, thrown);
            }
        }

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
