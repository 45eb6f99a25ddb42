package io.github.memoworkshop.memotest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Puts the same requests to a memoizer, one after the other or all at once.
 *
 * <p>The two methods are the {@code Sequential} and {@code Concurrent} of the Go original. A request that fails
 * does not stop the others.
 */
public final class MemoExecutor {

    private MemoExecutor() {}

    /**
     * One request and what came of it. Exactly one of {@code value} and {@code failure} counts: the value, which
     * may be {@code null}, where {@code failure} is {@code null}.
     *
     * @param <K> what was asked for
     * @param <V> what came back
     * @param key what was asked for
     * @param value the answer
     * @param failure what the memoizer threw instead of answering, or {@code null}
     * @param elapsed how long the caller waited for it
     */
    public record Request<K, V>(K key, V value, Throwable failure, Duration elapsed) {}

    /**
     * Makes the requests one after the other in the calling thread.
     *
     * @param <K> what is asked for
     * @param <V> what comes back
     * @param memo the memoizer to ask
     * @param keys what to ask for, in this order
     * @param done is told of each request as soon as it is answered
     * @return the requests in the order in which they were made
     */
    public static <K, V> List<Request<K, V>> sequential(
            Memoizer<K, V> memo, List<K> keys, Consumer<Request<K, V>> done) {
        List<Request<K, V>> requests = new ArrayList<>();
        for (K key : keys) {
            Request<K, V> request = ask(memo, key);
            done.accept(request);
            requests.add(request);
        }
        return requests;
    }

    /**
     * Makes all requests at once, each in a thread of its own, and waits for all of them.
     *
     * @param <K> what is asked for
     * @param <V> what comes back
     * @param memo the memoizer to ask
     * @param keys what to ask for
     * @param done is told of each request as soon as it is answered, by the thread that made it but never by two
     *     threads at the same time
     * @return the requests in the order of the keys
     * @throws InterruptedException when the calling thread is interrupted while it waits; the requests are
     *     interrupted, too
     */
    public static <K, V> List<Request<K, V>> concurrent(
            Memoizer<K, V> memo, List<K> keys, Consumer<Request<K, V>> done) throws InterruptedException {
        Object oneAtATime = new Object();
        AtomicInteger callers = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, keys.size()), task -> {
            Thread thread = new Thread(task, "caller-" + callers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Request<K, V>>> asked = new ArrayList<>();
            for (K key : keys) {
                asked.add(threads.submit(() -> {
                    Request<K, V> request = ask(memo, key);
                    synchronized (oneAtATime) {
                        done.accept(request);
                    }
                    return request;
                }));
            }
            List<Request<K, V>> requests = new ArrayList<>();
            for (Future<Request<K, V>> answer : asked) {
                requests.add(answer.get());
            }
            return requests;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The listener for finished requests failed.", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static <K, V> Request<K, V> ask(Memoizer<K, V> memo, K key) {
        long start = System.nanoTime();
        V value = null;
        Throwable failure = null;
        try {
            value = memo.get(key);
        } catch (Throwable thrown) { // a learner's memo may throw anything, and the other requests go on
            failure = thrown;
        }
        return new Request<>(key, value, failure, Duration.ofNanos(System.nanoTime() - start));
    }
}
