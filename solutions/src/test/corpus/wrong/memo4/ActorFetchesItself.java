// misconception: One thread owns the map, as it should, but it does the fetching, too.
// caught by: FetchesInParallel
// says: One key is fetched while another one is being fetched.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Result<V>> cache = new HashMap<>();
    private final BlockingQueue<Request<K, V>> requests = new LinkedBlockingQueue<>();
    private final Thread server = new Thread(this::serve, "server");

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        server.setDaemon(true);
        server.start();
    }

    @Override
    public V get(K key) throws Exception {
        if (Thread.currentThread() == server) {
            return answer(key).get();
        }
        Request<K, V> request = new Request<>(key, new CompletableFuture<>());
        requests.add(request);
        return request.reply().get().get();
    }

    private void serve() {
        while (true) {
            try {
                Request<K, V> request = requests.take();
                request.reply().complete(answer(request.key()));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Result<V> answer(K key) {
        Result<V> known = cache.get(key);
        if (known == null) {
            try {
                known = new Result<>(fetch.fetch(key), null);
            } catch (Throwable failure) {
                known = new Result<>(null, failure);
            }
            cache.put(key, known);
        }
        return known;
    }

    private record Request<K, V>(K key, CompletableFuture<Result<V>> reply) {}

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
