package io.github.memoworkshop.memotest.race;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Memos without a data race: futures, threads, executors, queues and libraries. */
@SuppressWarnings({"unused", "unchecked"})
final class RaceFreeToo {
    private static final ThreadFactory DAEMONS = run -> {
        Thread thread = new Thread(run, "worker");
        thread.setDaemon(true);
        return thread;
    };

    private RaceFreeToo() {}

    private static class Box<T> {
        T value;
        int count;
    }

    /** A FutureTask in a concurrent map, run by the first caller. */
    static class FutureTasks<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Future<V>> cache = new ConcurrentHashMap<>();

        public FutureTasks(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Future<V> f = cache.get(key);
            if (f == null) {
                FutureTask<V> task = new FutureTask<>(() -> fetch.fetch(key));
                f = cache.putIfAbsent(key, task);
                if (f == null) {
                    f = task;
                    task.run();
                }
            }
            try {
                return f.get();
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        }
    }

    /** A FutureTask whose callable fills a plain box. */
    static class FutureTaskFillsBox<K, V> implements Memoizer<K, V> {
        private static class Slot<V> {
            Box<V> box = new Box<>();
            FutureTask<Void> task;
        }

        private final Fetch<K, V> fetch;
        private final Map<K, Slot<V>> cache = new HashMap<>();

        public FutureTaskFillsBox(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Slot<V> slot;
            synchronized (cache) {
                slot = cache.get(key);
                if (slot == null) {
                    Slot<V> fresh = new Slot<>();
                    fresh.task = new FutureTask<>(() -> {
                        fresh.box.value = fetch.fetch(key);
                        return null;
                    });
                    cache.put(key, slot = fresh);
                }
            }
            slot.task.run();
            slot.task.get(1, TimeUnit.MINUTES);
            return slot.box.value;
        }
    }

    /** An entry that extends FutureTask. */
    static class ExtendsFutureTask<K, V> implements Memoizer<K, V> {
        private static class Entry<V> extends FutureTask<V> {
            private long finished;

            Entry(Callable<V> work) {
                super(work);
            }

            @Override
            protected void done() {
                super.done();
            }
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

        public ExtendsFutureTask(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry = new Entry<>(() -> fetch.fetch(key));
            Entry<V> first = cache.putIfAbsent(key, entry);
            if (first == null) entry.run();
            else entry = first;
            return entry.get();
        }
    }

    /** An exception that carries a plain field, out of a future. */
    static class FailureWithState<K, V> implements Memoizer<K, V> {
        private static class Found extends Exception {
            Object value;
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, FutureTask<V>> cache = new ConcurrentHashMap<>();

        public FailureWithState(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            FutureTask<V> task = cache.computeIfAbsent(key, k -> new FutureTask<>(() -> {
                Found found = new Found();
                found.value = fetch.fetch(k);
                throw found;
            }));
            task.run();
            try {
                return task.get();
            } catch (ExecutionException e) {
                return (V) ((Found) e.getCause()).value;
            }
        }
    }

    /** A completable future as the promise, completed by its first caller. */
    static class PromiseCompleted<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, CompletableFuture<Box<V>>> cache = new ConcurrentHashMap<>();

        public PromiseCompleted(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            CompletableFuture<Box<V>> mine = new CompletableFuture<>();
            CompletableFuture<Box<V>> promise = cache.putIfAbsent(key, mine);
            if (promise == null) {
                promise = mine;
                try {
                    Box<V> box = new Box<>();
                    box.value = fetch.fetch(key);
                    mine.complete(box);
                } catch (Throwable e) {
                    mine.completeExceptionally(e);
                }
            }
            return promise.get().value;
        }
    }

    /** supplyAsync in the common pool. */
    static class SupplyAsync<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, CompletableFuture<Box<V>>> cache = new ConcurrentHashMap<>();

        public SupplyAsync(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) {
            return cache.computeIfAbsent(key, k -> CompletableFuture.supplyAsync(() -> {
                Box<V> box = new Box<>();
                try {
                    box.value = fetch.fetch(k);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
                return box;
            })).join().value;
        }
    }

    /** A chain of stages that hand a plain box on. */
    static class Stages<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, CompletableFuture<V>> cache = new ConcurrentHashMap<>();

        public Stages(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private Box<V> load(K key) {
            Box<V> box = new Box<>();
            try {
                box.value = fetch.fetch(key);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
            return box;
        }

        @Override
        public V get(K key) throws Exception {
            return cache.computeIfAbsent(key, k -> CompletableFuture.supplyAsync(() -> load(k))
                    .thenApplyAsync(box -> {
                        box.count++;
                        return box;
                    })
                    .whenComplete((box, e) -> box.count++)
                    .thenCompose(box -> CompletableFuture.supplyAsync(() -> {
                        box.count++;
                        return box;
                    }))
                    .thenApply(box -> box.count == 3 ? box.value : null)).get();
        }
    }

    /** Two futures combined. */
    static class Combined<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, CompletableFuture<Object[]>> cache = new ConcurrentHashMap<>();

        public Combined(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            CompletableFuture<Object[]> both = cache.get(key);
            if (both == null) {
                Object[] pair = new Object[2];
                CompletableFuture<Void> one = CompletableFuture.runAsync(() -> pair[0] = key);
                CompletableFuture<Object> two = CompletableFuture.supplyAsync(() -> {
                    try {
                        return fetch.fetch(key);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                both = one.thenCombine(two, (nothing, value) -> {
                    pair[1] = pair[0].equals(key) ? value : null;
                    return pair;
                });
                cache.put(key, both);
            }
            return (V) both.join()[1];
        }
    }

    /** allOf over several that each write to an array. */
    static class AllOf<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();

        public AllOf(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            int[] parts = new int[3];
            CompletableFuture<?>[] all = new CompletableFuture<?>[3];
            for (int i = 0; i < 3; i++) {
                int n = i;
                all[i] = CompletableFuture.runAsync(() -> parts[n] = n + 1);
            }
            CompletableFuture.allOf(all).join();
            if (parts[0] + parts[1] + parts[2] != 6) throw new AssertionError();
            cache.put(key, value);
            return value;
        }
    }

    /** handle() after a failure. */
    static class HandlesFailure<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, CompletableFuture<Box<V>>> cache = new ConcurrentHashMap<>();

        public HandlesFailure(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            return cache.computeIfAbsent(key, k -> {
                Box<V> box = new Box<>();
                return CompletableFuture.<Box<V>>supplyAsync(() -> {
                    try {
                        box.value = fetch.fetch(k);
                    } catch (Exception e) {
                        box.count = -1;
                    }
                    throw new IllegalStateException("always");
                }).exceptionally(e -> box);
            }).join().value;
        }
    }

    /** A single worker thread owns the map. */
    static class SingleThreadExecutor<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final ExecutorService worker = Executors.newSingleThreadExecutor(DAEMONS);

        public SingleThreadExecutor(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            return worker.submit(() -> {
                V v = cache.get(key);
                if (v == null) cache.put(key, v = fetch.fetch(key));
                return v;
            }).get();
        }
    }

    /** A pool computes, the map is locked. */
    static class Pool<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, Future<Box<V>>> cache = new HashMap<>();
        private final ExecutorService pool = Executors.newCachedThreadPool(DAEMONS);

        public Pool(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private Box<V> load(K key) throws Exception {
            Box<V> box = new Box<>();
            box.value = fetch.fetch(key);
            return box;
        }

        @Override
        public V get(K key) throws Exception {
            Future<Box<V>> future;
            synchronized (cache) {
                future = cache.computeIfAbsent(key, k -> pool.submit(() -> load(k)));
            }
            return future.get().value;
        }
    }

    /** A named Runnable class that signals by its future. */
    static class NamedRunnable<K, V> implements Memoizer<K, V> {
        private class Work implements Runnable {
            private final K key;
            private V result;
            private Exception failure;

            Work(K key) {
                this.key = key;
            }

            @Override
            public void run() {
                try {
                    result = fetch.fetch(key);
                } catch (Exception e) {
                    failure = e;
                }
            }
        }

        private final Fetch<K, V> fetch;
        private final ExecutorService pool = Executors.newFixedThreadPool(4, DAEMONS);

        public NamedRunnable(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Work work = new Work(key);
            Future<?> future = pool.submit(work);
            future.get();
            if (work.failure != null) throw work.failure;
            return work.result;
        }
    }

    /** execute() and a future that the task completes. */
    static class ExecuteAndComplete<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Executor executor = ForkJoinPool.commonPool();
        private final ConcurrentMap<K, CompletableFuture<Box<V>>> cache = new ConcurrentHashMap<>();

        public ExecuteAndComplete(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            CompletableFuture<Box<V>> fresh = new CompletableFuture<>();
            CompletableFuture<Box<V>> promise = cache.putIfAbsent(key, fresh);
            if (promise == null) {
                Box<V> box = new Box<>();
                box.count = 1;
                executor.execute(() -> {
                    try {
                        box.count++;
                        box.value = fetch.fetch(key);
                        fresh.complete(box);
                    } catch (Exception e) {
                        fresh.completeExceptionally(e);
                    }
                });
                promise = fresh;
            }
            return promise.get().value;
        }
    }

    /** A FutureTask handed to an executor. */
    static class FutureTaskInExecutor<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ExecutorService pool = Executors.newCachedThreadPool(DAEMONS);

        public FutureTaskInExecutor(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            FutureTask<V> task = new FutureTask<>(() -> {
                box.count++;
                return box.value = fetch.fetch(key);
            });
            box.count = 41;
            pool.execute(task);
            task.get();
            return box.count == 42 ? box.value : null;
        }
    }

    /** A scheduled executor. */
    static class Scheduled<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, DAEMONS);

        public Scheduled(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            timer.schedule(() -> {
                box.value = fetch.fetch(key);
                return null;
            }, 1, TimeUnit.MICROSECONDS).get();
            return box.value;
        }
    }

    /** invokeAll. */
    static class InvokeAll<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ExecutorService pool = Executors.newCachedThreadPool(DAEMONS);

        public InvokeAll(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            int[] marks = new int[2];
            List<Callable<Integer>> tasks = new ArrayList<>();
            tasks.add(() -> {
                box.value = fetch.fetch(key);
                return 1;
            });
            tasks.add(() -> marks[1] = 1);
            for (Future<Integer> f : pool.invokeAll(tasks)) marks[0] += f.get();
            return marks[0] == 2 && marks[1] == 1 ? box.value : null;
        }
    }

    /** shutdown and awaitTermination. */
    static class AwaitTermination<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public AwaitTermination(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            ExecutorService pool = Executors.newSingleThreadExecutor();
            pool.execute(() -> {
                try {
                    box.value = fetch.fetch(key);
                } catch (Exception e) {
                    box.count++;
                }
            });
            pool.shutdown();
            if (!pool.awaitTermination(1, TimeUnit.MINUTES)) throw new IllegalStateException();
            return box.value;
        }
    }

    /** A fork-join task. */
    static class ForkJoin<K, V> implements Memoizer<K, V> {
        private class Task extends RecursiveTask<V> {
            private final K key;
            private final boolean top;
            private int parts;

            Task(K key, boolean top) {
                this.key = key;
                this.top = top;
            }

            @Override
            protected V compute() {
                try {
                    if (!top) {
                        parts = 1;
                        return null;
                    }
                    Task other = new Task(key, false);
                    other.fork();
                    V value = fetch.fetch(key);
                    other.join();
                    parts = 1 + other.parts;
                    return value;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private final Fetch<K, V> fetch;
        private final ForkJoinPool pool = new ForkJoinPool(4);

        public ForkJoin(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Task task = new Task(key, true);
            V value = pool.invoke(task);
            return task.parts == 2 ? value : null;
        }
    }

    /** A parallel stream that writes to an array, one element per task. */
    static class ParallelStream<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();

        public ParallelStream(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            int[] squares = new int[40];
            squares[0] = -1;
            IntStream.range(0, 40).parallel().forEach(i -> squares[i] += i * i);
            List<Integer> all = Stream.of(1, 2, 3, 4).parallel().map(i -> squares[i] + 1).collect(Collectors.toList());
            if (squares[0] != -1 || all.get(3) != 17) throw new AssertionError();
            cache.put(key, value);
            return value;
        }
    }

    /** A thread for each fetch, joined. */
    static class ThreadJoined<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public ThreadJoined(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            box.count = 1;
            Thread thread = new Thread(() -> {
                try {
                    box.count++;
                    box.value = fetch.fetch(key);
                } catch (Exception e) {
                    box.count = -1;
                }
            });
            box.count++;
            thread.start();
            thread.join();
            return box.count == 3 ? box.value : null;
        }
    }

    /** A subclass of Thread. */
    static class ThreadSubclass<K, V> implements Memoizer<K, V> {
        private class Worker extends Thread {
            private final K key;
            private V value;
            private int state = 1;

            Worker(K key) {
                super("fetching " + key);
                this.key = key;
            }

            @Override
            public void run() {
                try {
                    state++;
                    value = fetch.fetch(key);
                } catch (Exception e) {
                    state = -1;
                }
            }
        }

        private final Fetch<K, V> fetch;

        public ThreadSubclass(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Worker worker = new Worker(key);
            worker.start();
            do worker.join(100); while (worker.isAlive());
            return worker.state == 2 ? worker.value : null;
        }
    }

    /** An actor: one thread owns the map, requests come through a queue. */
    static class Actor<K, V> implements Memoizer<K, V> {
        private record Request<K, V>(K key, BlockingQueue<Box<V>> reply) {}

        private final Fetch<K, V> fetch;
        private final BlockingQueue<Request<K, V>> inbox = new LinkedBlockingQueue<>();
        private final Map<K, V> cache = new HashMap<>();

        public Actor(Fetch<K, V> fetch) {
            this.fetch = fetch;
            Thread thread = new Thread(this::loop, "actor");
            thread.setDaemon(true);
            thread.start();
        }

        private void loop() {
            try {
                while (true) {
                    Request<K, V> request = inbox.take();
                    if (!cache.containsKey(request.key())) cache.put(request.key(), fetch.fetch(request.key()));
                    Box<V> box = new Box<>();
                    box.value = cache.get(request.key());
                    request.reply().put(box);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public V get(K key) throws Exception {
            BlockingQueue<Box<V>> reply = new ArrayBlockingQueue<>(1);
            inbox.put(new Request<>(key, reply));
            return reply.take().value;
        }
    }

    /** A hand-over through a synchronous queue. */
    static class HandOver<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public HandOver(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            SynchronousQueue<Box<V>> queue = new SynchronousQueue<>();
            Thread thread = new Thread(() -> {
                try {
                    Box<V> box = new Box<>();
                    box.value = fetch.fetch(key);
                    queue.put(box);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            Box<V> box = queue.poll(1, TimeUnit.MINUTES);
            box.count++;
            return box.value;
        }
    }

    /** An exchanger between the caller and its helper. */
    static class Exchange<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public Exchange(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Exchanger<Box<Object>> exchanger = new Exchanger<>();
            Thread helper = new Thread() {
                @Override
                public void run() {
                    try {
                        Box<Object> result = new Box<>();
                        result.value = fetch.fetch(key);
                        Box<Object> other = exchanger.exchange(result);
                        other.count++;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            helper.start();
            Box<Object> mine = new Box<>();
            mine.count = 7;
            Object value = exchanger.exchange(mine).value;
            helper.join();
            return mine.count == 8 ? (V) value : null;
        }
    }

    /** A cyclic barrier between the caller and its helper, with an action. */
    static class Barrier<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public Barrier(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            CyclicBarrier barrier = new CyclicBarrier(2, () -> box.count++);
            Thread helper = new Thread(() -> {
                try {
                    box.value = fetch.fetch(key);
                    box.count = 10;
                    barrier.await();
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            helper.setDaemon(true);
            helper.start();
            barrier.await();
            V value = box.count == 11 ? box.value : null;
            barrier.await();
            return box.count == 12 ? value : null;
        }
    }

    /** A phaser. */
    static class Phases<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public Phases(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            Phaser phaser = new Phaser(1);
            int phase = phaser.getPhase();
            DAEMONS.newThread(() -> {
                try {
                    box.value = fetch.fetch(key);
                } catch (Exception e) {
                    box.count = -1;
                } finally {
                    phaser.arrive();
                }
            }).start();
            phaser.awaitAdvance(phase);
            return box.value;
        }
    }

    /** Interrupting the helper tells it something. */
    static class InterruptTells<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public InterruptTells(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            V value = fetch.fetch(key);
            Thread helper = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
                box.count += 1;
            });
            helper.start();
            box.value = value;
            box.count = 1;
            helper.interrupt();
            helper.join();
            return box.count == 2 ? box.value : null;
        }
    }

    /** A reference holder chosen by getAndSet. */
    static class GetAndSet<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final AtomicReference<Map<K, V>> token = new AtomicReference<>(new HashMap<>());

        public GetAndSet(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V value = fetch.fetch(key);
            Map<K, V> mine;
            while ((mine = token.getAndSet(null)) == null) Thread.sleep(1);
            mine.putIfAbsent(key, value);
            value = mine.get(key);
            token.set(mine);
            return value;
        }
    }

    /** Caffeine. */
    static class WithCaffeine<K, V> implements Memoizer<K, V> {
        private final LoadingCache<K, Box<V>> cache;

        public WithCaffeine(Fetch<K, V> fetch) {
            cache = Caffeine.newBuilder().maximumSize(100).build(key -> {
                Box<V> box = new Box<>();
                box.value = fetch.fetch(key);
                return box;
            });
        }

        @Override
        public V get(K key) {
            return cache.get(key).value;
        }
    }

    /** Guava. */
    static class WithGuava<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Cache<K, Box<V>> cache = CacheBuilder.newBuilder().concurrencyLevel(1).build();

        public WithGuava(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            return cache.get(key, () -> {
                Box<V> box = new Box<>();
                box.value = fetch.fetch(key);
                return box;
            }).value;
        }
    }

    /** A completion service. */
    static class Completions<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ExecutorService pool = Executors.newCachedThreadPool(DAEMONS);

        public Completions(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            java.util.concurrent.CompletionService<Box<V>> service =
                    new java.util.concurrent.ExecutorCompletionService<>(pool);
            Box<V> box = new Box<>();
            box.count = 1;
            service.submit(() -> {
                box.count++;
                box.value = fetch.fetch(key);
                return box;
            });
            Box<V> done = service.take().get();
            return done.count == 2 ? done.value : null;
        }
    }

    /** An executor that runs each task in a virtual thread, where there are any. */
    static class VirtualThreads<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ExecutorService pool;

        public VirtualThreads(Fetch<K, V> fetch) throws Exception {
            this.fetch = fetch;
            ExecutorService found;
            try {
                found = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            } catch (NoSuchMethodException e) {
                found = Executors.newCachedThreadPool(DAEMONS);
            }
            pool = found;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            box.count = 1;
            Future<Integer> future = pool.submit(() -> {
                box.value = fetch.fetch(key);
                return box.count++;
            });
            return future.get(1, TimeUnit.MINUTES) == 1 && box.count == 2 ? box.value : null;
        }
    }

    /** An unmodifiable view of a synchronized map takes the lock as the map does. */
    static class UnmodifiableSynchronized<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = java.util.Collections.synchronizedMap(new HashMap<>());
        private final Map<K, V> view = java.util.Collections.unmodifiableMap(cache);

        public UnmodifiableSynchronized(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = view.get(key);
            if (known == null) cache.put(key, known = fetch.fetch(key));
            return known;
        }
    }

    /** A timer's task signals by a latch. */
    static class TimerTasks<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final java.util.Timer timer = new java.util.Timer(true);

        public TimerTasks(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            box.count = 4;
            java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
            timer.schedule(new java.util.TimerTask() {
                @Override
                public void run() {
                    try {
                        box.count++;
                        box.value = fetch.fetch(key);
                    } catch (Exception e) {
                        box.count = 0;
                    }
                    done.countDown();
                }
            }, 1);
            done.await();
            return box.count == 5 ? box.value : null;
        }
    }

    /** Keys of the project's own, with their own equals and hashCode. */
    static class OwnKeys<K, V> implements Memoizer<K, V> {
        private record Key<K>(K key, int version) {}

        private static final class Name {
            private final String text;
            private int hash;

            Name(String text) {
                this.text = text;
                this.hash = text.hashCode();
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Name name && name.hash == hash && name.text.equals(text);
            }

            @Override
            public int hashCode() {
                return hash;
            }
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<Key<K>, Box<V>> cache = new ConcurrentHashMap<>();
        private final Map<Name, Integer> uses = new HashMap<>();

        public OwnKeys(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (uses) {
                uses.merge(new Name(key.toString()), 1, Integer::sum);
            }
            Box<V> box = cache.get(new Key<>(key, 1));
            if (box == null) {
                box = new Box<>();
                box.value = fetch.fetch(key);
                box.count = 1;
                cache.put(new Key<>(key, 1), box);
            }
            return box.count == 1 ? box.value : null;
        }
    }

    /** Iterates over a concurrent map and looks into its values. */
    static class WalksConcurrentMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentHashMap<K, Box<V>> cache = new ConcurrentHashMap<>();

        public WalksConcurrentMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            int total = 0;
            for (Map.Entry<K, Box<V>> e : cache.entrySet()) {
                total += e.getValue().count;
                if (e.getKey().equals(key)) return e.getValue().value;
            }
            total += cache.values().stream().mapToInt(b -> b.count).sum();
            Box<V> box = new Box<>();
            box.value = fetch.fetch(key);
            box.count = total >= 0 ? 1 : -1;
            cache.put(key, box);
            box = cache.reduceValues(1, b -> b.count == 1 && b.value != null ? b : null, (a, b) -> a);
            return box == null ? null : cache.get(key).value;
        }
    }

    /** Guava's memoizing supplier, one for each key. */
    static class MemoizedSuppliers<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, com.google.common.base.Supplier<Box<V>>> cache = new ConcurrentHashMap<>();

        public MemoizedSuppliers(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) {
            return cache.computeIfAbsent(key, k -> com.google.common.base.Suppliers.memoize(() -> {
                Box<V> box = new Box<>();
                try {
                    box.value = fetch.fetch(k);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return box;
            })).get().value;
        }
    }

    /** Caffeine, asynchronous. */
    static class CaffeineAsync<K, V> implements Memoizer<K, V> {
        private final com.github.benmanes.caffeine.cache.AsyncCache<K, Box<V>> cache =
                Caffeine.newBuilder().buildAsync();
        private final Fetch<K, V> fetch;

        public CaffeineAsync(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            return cache.get(key, k -> {
                Box<V> box = new Box<>();
                try {
                    box.value = fetch.fetch(k);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
                return box;
            }).get().value;
        }
    }

    /** A lock released by a method reference at the end of a try block. */
    static class LockInTry<K, V> implements Memoizer<K, V> {
        private interface Locked extends AutoCloseable {
            @Override
            void close();
        }

        private final Fetch<K, V> fetch;
        private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();
        private final Map<K, V> cache = new java.util.TreeMap<>();

        public LockInTry(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private Locked lock() {
            lock.lock();
            return lock::unlock;
        }

        @Override
        public V get(K key) throws Exception {
            try (Locked held = lock()) {
                V known = cache.get(key);
                if (known != null) return known;
            }
            V value = fetch.fetch(key);
            try (Locked held = lock()) {
                cache.put(key, value);
            }
            return value;
        }
    }

    /** The project's own lock, in front of a semaphore. */
    static class OwnLock<K, V> implements Memoizer<K, V> {
        private static class Mutex implements java.util.concurrent.locks.Lock {
            private final java.util.concurrent.Semaphore permit = new java.util.concurrent.Semaphore(1);

            @Override
            public void lock() {
                permit.acquireUninterruptibly();
            }

            @Override
            public void lockInterruptibly() throws InterruptedException {
                permit.acquire();
            }

            @Override
            public boolean tryLock() {
                return permit.tryAcquire();
            }

            @Override
            public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
                return permit.tryAcquire(time, unit);
            }

            @Override
            public void unlock() {
                permit.release();
            }

            @Override
            public java.util.concurrent.locks.Condition newCondition() {
                throw new UnsupportedOperationException();
            }
        }

        private final Fetch<K, V> fetch;
        private final java.util.concurrent.locks.Lock lock = new Mutex();
        private final Map<K, V> cache = new HashMap<>();

        public OwnLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            lock.lock();
            try {
                return cache.containsKey(key) ? cache.get(key) : load(key);
            } finally {
                lock.unlock();
            }
        }

        private V load(K key) throws Exception {
            V value = fetch.fetch(key);
            cache.put(key, value);
            return value;
        }
    }

    /** The project's own executor: a thread for each task. */
    static class OwnExecutor<K, V> implements Memoizer<K, V> {
        private static class PerTask implements Executor {
            @Override
            public void execute(Runnable task) {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                thread.start();
            }
        }

        private final Fetch<K, V> fetch;
        private final Executor executor = new PerTask();
        private final ConcurrentMap<K, CompletableFuture<Box<V>>> cache = new ConcurrentHashMap<>();

        public OwnExecutor(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            box.count = 1;
            CompletableFuture<Box<V>> mine = new CompletableFuture<>();
            CompletableFuture<Box<V>> first = cache.putIfAbsent(key, mine);
            if (first != null) return first.get().value;
            CompletableFuture.supplyAsync(() -> {
                try {
                    box.count++;
                    box.value = fetch.fetch(key);
                    return box;
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            }, executor).whenComplete((b, e) -> {
                if (e == null) mine.complete(b);
                else mine.completeExceptionally(e);
            });
            return mine.get().count == 2 ? mine.join().value : null;
        }
    }

    /** States as immutable objects, changed by compareAndSet through a VarHandle. */
    static class SealedStates<K, V> implements Memoizer<K, V> {
        private sealed interface State permits Empty, Loading, Done {}

        private record Empty() implements State {}

        private record Loading(java.util.concurrent.CountDownLatch done) implements State {}

        private record Done(Object value) implements State {}

        private static final class Cell {
            static final java.lang.invoke.VarHandle STATE;

            static {
                try {
                    STATE = java.lang.invoke.MethodHandles.lookup().findVarHandle(Cell.class, "state", State.class);
                } catch (ReflectiveOperationException e) {
                    throw new ExceptionInInitializerError(e);
                }
            }

            private State state = new Empty();
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Cell> cells = new ConcurrentHashMap<>();

        public SealedStates(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Cell cell = cells.computeIfAbsent(key, k -> new Cell());
            while (true) {
                State state = (State) Cell.STATE.getAcquire(cell);
                if (state instanceof Done done) return (V) done.value();
                if (state instanceof Loading loading) {
                    loading.done().await();
                } else {
                    Loading mine = new Loading(new java.util.concurrent.CountDownLatch(1));
                    if (Cell.STATE.compareAndSet(cell, state, mine)) {
                        Cell.STATE.setVolatile(cell, new Done(fetch.fetch(key)));
                        mine.done().countDown();
                    }
                }
            }
        }
    }

    /** A base class and a subclass that have a field of the same name, each under a lock of its own. */
    static class SameFieldName<K, V> implements Memoizer<K, V> {
        private static class Counting {
            private int count;

            void counted() {
                synchronized (Counting.class) {
                    count++;
                }
            }
        }

        private static class Cell<V> extends Counting {
            private int count;
            private V value;

            synchronized V value() {
                count++;
                return value;
            }

            synchronized void value(V value) {
                this.value = value;
                count++;
            }
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Cell<V>> cells = new ConcurrentHashMap<>();

        public SameFieldName(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Cell<V> cell = cells.computeIfAbsent(key, k -> new Cell<>());
            cell.counted();
            V known = cell.value();
            if (known == null) cell.value(known = fetch.fetch(key));
            return known;
        }
    }

    /** A map of those being fetched and a map of those done, under one lock, with interface default methods. */
    static class InFlightAndDone<K, V> implements Memoizer<K, V> {
        private interface Store<A, B> {
            Map<A, B> map();

            default synchronizedLike<A, B> view() {
                return new synchronizedLike<>(map());
            }
        }

        private record synchronizedLike<A, B>(Map<A, B> map) {
            B find(A key) {
                return map.get(key);
            }
        }

        private final Fetch<K, V> fetch;
        private final Map<K, V> done = new HashMap<>();
        private final Map<K, java.util.concurrent.CountDownLatch> inFlight = new HashMap<>();
        private final Store<K, V> store = () -> done;

        public InFlightAndDone(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            while (true) {
                java.util.concurrent.CountDownLatch latch;
                synchronized (this) {
                    V known = store.view().find(key);
                    if (known != null) return known;
                    latch = inFlight.get(key);
                    if (latch == null) inFlight.put(key, new java.util.concurrent.CountDownLatch(1));
                }
                if (latch != null) {
                    latch.await();
                    continue;
                }
                V value = fetch.fetch(key);
                synchronized (this) {
                    done.put(key, value);
                    inFlight.remove(key).countDown();
                }
                return value;
            }
        }
    }

    /** A blocking deque as an object pool. */
    static class PoolOfBuffers<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final java.util.concurrent.BlockingDeque<StringBuilder> buffers =
                new java.util.concurrent.LinkedBlockingDeque<>();
        private final ConcurrentMap<String, V> cache = new ConcurrentHashMap<>();

        public PoolOfBuffers(Fetch<K, V> fetch) {
            this.fetch = fetch;
            buffers.add(new StringBuilder());
        }

        @Override
        public V get(K key) throws Exception {
            StringBuilder buffer = buffers.takeFirst();
            String text;
            try {
                buffer.setLength(0);
                text = buffer.append("key ").append(key).toString();
            } finally {
                buffers.putFirst(buffer);
            }
            V known = cache.get(text);
            if (known == null) cache.put(text, known = fetch.fetch(key));
            return known;
        }
    }

    /** Finds that the thread has ended by asking. */
    static class AsksWhetherAlive<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public AsksWhetherAlive(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Box<V> box = new Box<>();
            Thread thread = new Thread(() -> {
                try {
                    box.value = fetch.fetch(key);
                } catch (Exception e) {
                    box.count = -1;
                }
            });
            thread.start();
            while (thread.isAlive()) {
                Thread.sleep(1);
            }
            return box.value;
        }
    }

    /** Reads the failure and the value after join of a thread that was made by a factory. */
    static class FactoryThreads<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public FactoryThreads(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Object[] result = {null, "not yet"};
            Thread thread = Executors.defaultThreadFactory().newThread(() -> {
                try {
                    result[0] = fetch.fetch(key);
                    result[1] = result[1] + "!";
                } catch (Exception e) {
                    result[1] = e;
                }
            });
            thread.start();
            TimeUnit.MINUTES.timedJoin(thread, 1);
            return "not yet!".equals(result[1]) ? (V) result[0] : null;
        }
    }

    /** Entries made inside computeIfAbsent, found by walking over the map, dropped by clear and by an iterator. */
    static class ComputedThenWalked<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentHashMap<K, Box<V>> cache = new ConcurrentHashMap<>();

        public ComputedThenWalked(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            int total = 0;
            for (Box<V> box : cache.values()) total += box.count;
            total += cache.reduceValuesToInt(1, box -> box.count, 0, Integer::sum);
            int before = total;
            Box<V> box = cache.computeIfAbsent(key, k -> {
                Box<V> fresh = new Box<>();
                try {
                    fresh.value = fetch.fetch(k);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                fresh.count = before > 100 ? 2 : 1;
                return fresh;
            });
            if (before % 4 == 2) cache.entrySet().removeIf(e -> e.getValue().count > 1);
            return box.value;
        }
    }
}
