// style: a pool of one thread, which is another one whenever there was nothing to do
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Everything is done by one thread, which comes when needed and goes when idle. */
public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;
    private final Map<K, Callable<V>> answers = new HashMap<>(); // the worker's own
    private final ThreadPoolExecutor clerk;
    private volatile Thread worker;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        this.clerk = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread t = new Thread(work, "memo-clerk");
            t.setDaemon(true);
            return t;
        });
        clerk.allowCoreThreadTimeOut(true);
    }

    @Override
    public V get(K key) throws Exception {
        if (Thread.currentThread() == worker) {
            return answer(key);
        }
        Future<V> future = clerk.submit(() -> {
            worker = Thread.currentThread();
            try {
                return answer(key);
            } finally {
                worker = null;
            }
        });
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private V answer(K key) throws Exception {
        Callable<V> answer = answers.get(key);
        if (answer == null) {
            answer = ask(key);
            answers.put(key, answer);
        }
        return answer.call();
    }

    private Callable<V> ask(K key) {
        try {
            V value = fetch.fetch(key);
            return () -> value;
        } catch (Exception e) {
            return () -> {
                throw e;
            };
        }
    }
}
