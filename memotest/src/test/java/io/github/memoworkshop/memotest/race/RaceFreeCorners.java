package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** More memos without a data race, in the corners of the language and of the library. */
@SuppressWarnings({"unused", "unchecked"})
final class RaceFreeCorners {
    private RaceFreeCorners() {}

    abstract static class Base<K, V> implements Memoizer<K, V> {
        protected final Fetch<K, V> fetch;

        protected Base(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        protected V load(K key) {
            try {
                return fetch.fetch(key);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }
    }

    /** A record with an array that is filled before it is published. */
    static class RecordWithArray<K, V> extends Base<K, V> {
        record Slot(Object[] content) {}
        final Map<K, Slot> map = new ConcurrentHashMap<>();

        public RecordWithArray(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Slot s = map.computeIfAbsent(key, k -> {
                Object[] a = new Object[1];
                a[0] = load(k);
                return new Slot(a);
            });
            return (V) s.content()[0];
        }
    }

    /** A skip list of entries that are filled before they are published. */
    static class SkipList<K extends Comparable<K>, V> extends Base<K, V> {
        static class Node<V> {
            V value;
            int reads;
        }

        final ConcurrentSkipListMap<K, Node<V>> map = new ConcurrentSkipListMap<>();

        public SkipList(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Node<V> n = map.get(key);
            if (n == null) {
                n = new Node<>();
                n.value = load(key);
                Node<V> old = map.putIfAbsent(key, n);
                if (old != null) n = old;
            }
            Map.Entry<K, Node<V>> e = map.floorEntry(key);
            return e.getValue().value;
        }
    }

    /** Streams and collectors over a list, under the lock. */
    static class StreamsLocked<K, V> extends Base<K, V> {
        record Pair<K, V>(K key, V value) {}
        List<Pair<K, V>> pairs = new ArrayList<>();

        public StreamsLocked(Fetch<K, V> f) {
            super(f);
        }

        public synchronized V get(K key) {
            Map<K, V> found = pairs.stream().filter(p -> p.key().equals(key))
                    .collect(Collectors.toMap(Pair::key, Pair::value));
            if (!found.containsKey(key)) {
                pairs.add(new Pair<>(key, load(key)));
                pairs.sort(Comparator.comparing(p -> p.key().toString()));
            }
            return pairs.stream().filter(p -> p.key().equals(key)).map(Pair::value).findFirst().orElseThrow();
        }
    }

    /** A stage fills a box, then completes the promise. */
    static class WhenComplete<K, V> extends Base<K, V> {
        static class Box<V> {
            V value;
            Throwable failure;
        }

        final ConcurrentMap<K, CompletableFuture<Box<V>>> map = new ConcurrentHashMap<>();

        public WhenComplete(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            CompletableFuture<Box<V>> mine = new CompletableFuture<>();
            CompletableFuture<Box<V>> there = map.putIfAbsent(key, mine);
            if (there == null) {
                there = mine;
                Box<V> box = new Box<>();
                CompletableFuture.supplyAsync(() -> load(key)).whenComplete((v, e) -> {
                    box.value = v;
                    box.failure = e;
                    mine.complete(box);
                });
            }
            Box<V> b = there.get();
            if (b.failure != null) throw new ExecutionException(b.failure);
            return b.value;
        }
    }

    /** A box goes through stages that each take and give. */
    static class ThenCompose<K, V> extends Base<K, V> {
        static class Box {
            Object value;
        }

        final ConcurrentMap<K, CompletableFuture<Box>> map = new ConcurrentHashMap<>();

        public ThenCompose(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            return (V) map.computeIfAbsent(key, k -> CompletableFuture.supplyAsync(() -> {
                Box b = new Box();
                b.value = load(k);
                return b;
            }) .thenCompose(b -> CompletableFuture.supplyAsync(() -> {
                Box c = new Box();
                c.value = b.value;
                b.value = null;
                return c;
            })) .thenApplyAsync(c -> {
                Box d = new Box();
                d.value = c.value;
                c.value = null;
                return d;
            })).get().value;
        }
    }

    /** A task and the result that it fills are handed to a pool together. */
    static class Deferred<K, V> extends Base<K, V> {
        static class Box {
            Object value;
        }

        final ExecutorService pool = Executors.newFixedThreadPool(2, r -> {
            Thread t = new Thread(r);
            t.setDaemon(true);
            return t;
        });
        final Map<K, Future<Box>> map = new HashMap<>();

        public Deferred(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            Future<Box> f;
            synchronized (map) {
                f = map.get(key);
                if (f == null) {
                    Box box = new Box();
                    f = pool.submit(() -> {
                        box.value = load(key);
                    }, box);
                    map.put(key, f);
                }
            }
            return (V) f.get().value;
        }
    }

    /** A map that belongs to the only thread of a pool, which is another one whenever there was nothing to do. */
    static class ReplacedWorker<K, V> extends Base<K, V> {
        final ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.MICROSECONDS, new LinkedBlockingQueue<>(), r -> {
                    Thread t = new Thread(r);
                    t.setDaemon(true);
                    return t;
                });
        final Map<K, V> map = new HashMap<>();

        public ReplacedWorker(Fetch<K, V> f) {
            super(f);
            pool.allowCoreThreadTimeOut(true);
        }

        public V get(K key) throws Exception {
            return pool.submit(() -> {
                if (!map.containsKey(key)) {
                    map.put(key, load(key));
                }
                return map.get(key);
            }).get();
        }
    }

    /** Who waits for a completer knows what came before its completion, even while that goes on to compute. */
    static class CompleterGoesOn<K, V> extends Base<K, V> {

        class Completer extends CountedCompleter<V> {
            final K key;
            final AtomicReference<V> read = new AtomicReference<>();
            final Thread reader = new Thread(() -> read.set(join()));
            V page;

            Completer(K key) {
                this.key = key;
                reader.start();
            }

            public void compute() {
                page = load(key);
                tryComplete();
                try {
                    reader.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            public V getRawResult() {
                return page;
            }
        }

        final Map<K, V> map = new HashMap<>();

        public CompleterGoesOn(Fetch<K, V> f) {
            super(f);
        }

        public synchronized V get(K key) {
            return map.computeIfAbsent(key, k -> {
                Completer completer = new Completer(k);
                completer.invoke();
                return completer.read.get();
            });
        }
    }

    /** The leaves of a tree of completers, of which the last one completes the root. */
    static class CompleterTree<K, V> extends Base<K, V> {

        class Root extends CountedCompleter<V> {
            V page;

            Root() {
                super(null, 1); // it is complete when two leaves are
            }

            public void compute() {
                throw new IllegalStateException("only the leaves compute");
            }

            public V getRawResult() {
                return page;
            }
        }

        class Leaf extends CountedCompleter<Void> {
            final Root root;
            final V page;

            Leaf(Root root, V page) {
                super(root);
                this.root = root;
                this.page = page;
            }

            public void compute() {
                tryComplete();
            }

            public void onCompletion(CountedCompleter<?> caller) {
                root.page = page;
            }
        }

        final ConcurrentMap<K, Root> map = new ConcurrentHashMap<>();

        public CompleterTree(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Root mine = new Root();
            Root root = map.putIfAbsent(key, mine);
            if (root != null) {
                return root.join();
            }
            V page = load(key);
            new Leaf(mine, page).compute();
            new Leaf(mine, page).compute();
            return page;
        }
    }

    /** The end of the only party of a leaf ends the phase of the root. */
    static class TieredPhasers<K, V> extends Base<K, V> {

        class Entry {
            final Phaser root = new Phaser();
            final Phaser leaf = new Phaser(root, 1);
            V page;
        }

        final ConcurrentMap<K, Entry> map = new ConcurrentHashMap<>();

        public TieredPhasers(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Entry mine = new Entry();
            Entry entry = map.putIfAbsent(key, mine);
            if (entry != null) {
                entry.root.awaitAdvance(0);
                return entry.page;
            }
            mine.page = load(key);
            mine.leaf.arriveAndDeregister();
            return mine.page;
        }
    }

    /** A thread that is told by interrupts that there is something to do. */
    static class InterruptAsSignal<K, V> extends Base<K, V> {
        final Map<K, V> map = new HashMap<>();

        public InterruptAsSignal(Fetch<K, V> f) {
            super(f);
        }

        class Clerk extends Thread {
            K key;
            V page;

            public void run() {
                synchronized (this) {
                    try {
                        while (true) {
                            wait();
                        }
                    } catch (InterruptedException signal) {
                        page = map.computeIfAbsent(key, k -> load(k));
                    }
                }
            }
        }

        public synchronized V get(K key) throws Exception {
            Clerk clerk = new Clerk();
            clerk.start();
            clerk.key = key;
            clerk.interrupt();
            clerk.join();
            return clerk.page;
        }
    }

    /** What was found optimistically needs no validation here; what is read under the write lock neither. */
    static class OptimisticHit<K, V> extends Base<K, V> {
        final StampedLock lock = new StampedLock();
        final ConcurrentMap<K, V> map = new ConcurrentHashMap<>();
        int size;

        public OptimisticHit(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            long optimistic = lock.tryOptimisticRead();
            V known = map.get(key);
            if (known != null && optimistic != 0) {
                return known;
            }
            V page = load(key);
            long stamp = lock.writeLock();
            try {
                size++;
                map.put(key, page);
                return page;
            } finally {
                lock.unlockWrite(stamp);
            }
        }
    }

    /** Requests and replies through transfer queues. */
    static class Transfer<K, V> extends Base<K, V> {
        static final class Job {
            Object key;
            Object value;
            final LinkedTransferQueue<Job> reply = new LinkedTransferQueue<>();
        }

        final LinkedTransferQueue<Job> jobs = new LinkedTransferQueue<>();

        public Transfer(Fetch<K, V> f) {
            super(f);
            Thread t = new Thread(this::serve);
            t.setDaemon(true);
            t.start();
        }

        private final Map<Object, Object> cache = new HashMap<>();

        private void serve() {
            try {
                while (true) {
                    Job j = jobs.take();
                    j.value = cache.computeIfAbsent(j.key, k -> load((K) k));
                    j.reply.put(j);
                }
            } catch (InterruptedException e) {
                return;
            }
        }

        public V get(K key) throws Exception {
            Job j = new Job();
            j.key = key;
            jobs.transfer(j);
            return (V) j.reply.take().value;
        }
    }

    /** An actor with a priority queue, whose arrays only it touches. */
    static class PriorityActor<K, V> extends Base<K, V> {
        static final class Job implements Comparable<Job> {
            Object key;
            Object value;
            final CountDownLatch done = new CountDownLatch(1);
            public int compareTo(Job o) {
                return 0;
            }
        }

        final PriorityBlockingQueue<Job> jobs = new PriorityBlockingQueue<>();

        public PriorityActor(Fetch<K, V> f) {
            super(f);
            Thread t = new Thread("actor") {
                @Override
                public void run() {
                    serve();
                }
            };
            t.setDaemon(true);
            t.start();
        }

        private Object[] keys = new Object[4];
        private Object[] values = new Object[4];
        private int size;

        private void serve() {
            try {
                while (true) {
                    Job j = jobs.take();
                    j.value = find(j.key);
                    j.done.countDown();
                }
            } catch (InterruptedException e) {
                return;
            }
        }

        private Object find(Object k) {
            for (int i = 0; i < size; i++) if (keys[i].equals(k)) return values[i];
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            keys[size] = k;
            return values[size++] = load((K) k);
        }

        public V get(K key) throws Exception {
            Job j = new Job();
            j.key = key;
            jobs.offer(j);
            j.done.await();
            return (V) j.value;
        }
    }

    /** Fork-join tasks that fork another. */
    static class Tasks<K, V> extends Base<K, V> {
        class Load extends RecursiveTask<Object[]> {
            final K key;
            Object[] out = new Object[1];
            Load(K key) {
                this.key = key;
            }
            @Override
            protected Object[] compute() {
                RecursiveAction a = new RecursiveAction() {
                    @Override
                    protected void compute() {
                        out[0] = load(key);
                    }
                };
                a.fork();
                a.join();
                return out;
            }
        }

        final Map<K, Load> tasks = new ConcurrentHashMap<>();

        public Tasks(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Load mine = new Load(key);
            Load l = tasks.putIfAbsent(key, mine);
            if (l == null) {
                l = mine;
                ForkJoinPool.commonPool().execute(l);
            }
            return (V) l.join()[0];
        }
    }

    /** Every thread has a buffer of its own. */
    static class PerThreadBuffer<K, V> extends Base<K, V> {
        private static final ThreadLocal<StringBuilder> BUFFER = ThreadLocal.withInitial(StringBuilder::new);
        private final ConcurrentMap<String, V> map = new ConcurrentHashMap<>();

        public PerThreadBuffer(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            StringBuilder b = BUFFER.get();
            b.setLength(0);
            b.append("k:").append(key);
            return map.computeIfAbsent(b.toString(), k -> load(key));
        }
    }

    /** An enum with a body of its own for a constant. */
    enum Store {
        INSTANCE {
            @Override
            Object find(Object key, Function<Object, Object> load) {
                synchronized (map) {
                    return map.computeIfAbsent(key, load);
                }
            }
        };
        final Map<Object, Object> map = new HashMap<>();
        abstract Object find(Object key, Function<Object, Object> load);
    }

    /** The singleton locks. */
    static class EnumWithBody<K, V> extends Base<K, V> {
        public EnumWithBody(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            return (V) Store.INSTANCE.find(key, k -> load(key));
        }
    }

    /** The states of an entry. */
    sealed interface State<V> permits Pending, Done, Failed {}

    /** Being fetched. */
    static final class Pending<V> implements State<V> {
        final CountDownLatch latch = new CountDownLatch(1);
    }

    /** Fetched. */
    record Done<V>(V value) implements State<V> {}

    /** Not fetched. */
    record Failed<V>(Exception failure) implements State<V> {}

    /** A sealed type of states in an atomic reference. */
    static class Sealed<K, V> extends Base<K, V> {
        final ConcurrentHashMap<K, AtomicReference<State<V>>> map = new ConcurrentHashMap<>();

        public Sealed(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            AtomicReference<State<V>> ref = map.computeIfAbsent(key, k -> new AtomicReference<>());
            Pending<V> p = new Pending<>();
            if (ref.compareAndSet(null, p)) {
                try {
                    ref.set(new Done<>(fetch.fetch(key)));
                } catch (Exception e) {
                    ref.set(new Failed<>(e));
                }
                p.latch.countDown();
            }
            State<V> s = ref.get();
            if (s instanceof Pending<V> w) {
                w.latch.await();
                s = ref.get();
            }
            if (s instanceof Failed<V> f) throw f.failure();
            if (s instanceof Done<V> d) return d.value();
            throw new AssertionError();
        }
    }

    /** A local class that captures, with a synchronized method. */
    static class LocalClass<K, V> extends Base<K, V> {
        final ConcurrentMap<K, Supplier<V>> map = new ConcurrentHashMap<>();

        public LocalClass(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            class Lazy implements Supplier<V> {
                V value;
                boolean done;
                @Override
                public synchronized V get() {
                    if (!done) {
                        value = load(key);
                        done = true;
                    }
                    return value;
                }
            }
            return map.computeIfAbsent(key, k -> new Lazy()).get();
        }
    }

    /** An anonymous subclass in access order behind a synchronized wrapper. */
    static class AnonymousSubclass<K, V> extends Base<K, V> {
        private final Map<K, V> lru = Collections.synchronizedMap(new LinkedHashMap<>(16, .75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> e) {
                return size() > 100;
            }
        });

        public AnonymousSubclass(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v = lru.get(key);
            if (v == null) {
                v = load(key);
                lru.put(key, v);
            }
            return v;
        }
    }

    /** A guard in try-with-resources. */
    static class Closing<K, V> extends Base<K, V> {
        private final ReentrantLock lock = new ReentrantLock();

        interface Guard extends AutoCloseable {
            @Override
            void close();
        }

        private Guard guard() {
            lock.lock();
            return lock::unlock;
        }

        private final Map<K, V> map = new HashMap<>();

        public Closing(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            try (Guard g = guard()) {
                V v = map.get(key);
                if (v != null) return v;
            }
            V v = load(key);
            try (Guard g = guard()) {
                map.putIfAbsent(key, v);
                return map.get(key);
            }
        }
    }

    /** Lambdas and method references in fields, called under the lock. */
    static class LambdaInField<K, V> extends Base<K, V> {
        private final Map<K, V> map = new HashMap<>();
        private final Function<K, V> finder = map::get;
        private final BiFunction<K, V, V> keeper = map::put;
        private final UnaryOperator<K> id = k -> k;
        private final Lock lock = new ReentrantLock();

        public LambdaInField(Fetch<K, V> f) {
            super(f);
        }

        private <T> T locked(Supplier<T> s) {
            lock.lock();
            try {
                return s.get();
            } finally {
                lock.unlock();
            }
        }

        public V get(K key) {
            V v = locked(() -> finder.apply(key));
            if (v == null) {
                V w = load(key);
                locked(() -> keeper.apply(id.apply(key), w));
                v = w;
            }
            return v;
        }
    }

    /** The project's own map behind a synchronized wrapper. */
    static class OwnAbstractMap<K, V> extends Base<K, V> {
        static class ListMap<K, V> extends AbstractMap<K, V> {
            private final Set<Map.Entry<K, V>> entries = new LinkedHashSet<>();
            @Override
            public V put(K k, V v) {
                entries.add(new SimpleEntry<>(k, v));
                return null;
            }
            @Override
            public Set<Map.Entry<K, V>> entrySet() {
                return entries;
            }
        }

        private final Map<K, V> map = Collections.synchronizedMap(new ListMap<>());

        public OwnAbstractMap(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            synchronized (map) {
                if (map.containsKey(key)) return map.get(key);
            }
            V v = load(key);
            map.put(key, v);
            return v;
        }
    }

    /** Copy-on-write of an array, by three ways to copy. */
    static class CopiedArrays<K, V> extends Base<K, V> {
        private volatile Object[] table = new Object[0];

        public CopiedArrays(Fetch<K, V> f) {
            super(f);
        }

        private static Object find(Object[] t, Object key) {
            for (int i = 0; i < t.length; i += 2) if (t[i].equals(key)) return t[i + 1];
            return null;
        }

        public V get(K key) {
            Object v = find(table, key);
            if (v != null) return (V) v;
            V w = load(key);
            synchronized (this) {
                Object[] next = Arrays.copyOf(table, table.length + 2);
                next[table.length] = key;
                next[table.length + 1] = w;
                Object[] again = new Object[next.length];
                System.arraycopy(next, 0, again, 0, next.length);
                table = again.clone();
            }
            return w;
        }
    }

    /** Fills and copies arrays under its lock. */
    static class FilledUnderLock<K, V> extends Base<K, V> {
        private final Object[] slots = new Object[16];
        private final long[] times = new long[16];

        public FilledUnderLock(Fetch<K, V> f) {
            super(f);
            Arrays.fill(times, -1L);
        }

        public synchronized V get(K key) {
            int i = (key.hashCode() & 7) * 2;
            if (!key.equals(slots[i])) {
                Arrays.fill(slots, i, i + 2, null);
                slots[i + 1] = load(key);
                slots[i] = key;
                System.arraycopy(times, 0, times, 1, 3);
            }
            return (V) slots[i + 1];
        }
    }

    /** Each key has its own part of an array, and its own lock. */
    static class DisjointCopies<K, V> extends Base<K, V> {
        private final Object[] slots = new Object[30];
        private final Object[] locks = IntStream.range(0, 3).mapToObj(i -> new Object()).toArray();

        public DisjointCopies(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            int i = Math.floorMod(key.hashCode(), 3);
            synchronized (locks[i]) {
                Object[] mine = new Object[10];
                System.arraycopy(slots, i * 10, mine, 0, 10);
                if (mine[0] == null) {
                    mine[0] = load(key);
                    System.arraycopy(mine, 0, slots, i * 10, 10);
                    Arrays.fill(slots, i * 10 + 1, i * 10 + 10, "x");
                }
                return (V) mine[0];
            }
        }
    }

    /** Waits and notifies on the class. */
    static class ClassLiteral<K, V> extends Base<K, V> {
        private static final Map<Object, Object> CACHE = new HashMap<>();
        private static final Set<Object> BUSY = new HashSet<>();

        public ClassLiteral(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            synchronized (ClassLiteral.class) {
                while (BUSY.contains(key)) ClassLiteral.class.wait();
                if (CACHE.containsKey(key)) return (V) CACHE.get(key);
                BUSY.add(key);
            }
            try {
                V v = fetch.fetch(key);
                synchronized (ClassLiteral.class) {
                    CACHE.put(key, v);
                }
                return v;
            } finally {
                synchronized (ClassLiteral.class) {
                    BUSY.remove(key);
                    ClassLiteral.class.notifyAll();
                }
            }
        }
    }

    /** A phaser in each entry is the ready signal. */
    static class PhaserPerEntry<K, V> extends Base<K, V> {
        static class Entry {
            final Phaser phaser = new Phaser(1);
            Object value;
        }

        private final ConcurrentMap<K, Entry> map = new ConcurrentHashMap<>();

        public PhaserPerEntry(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Entry mine = new Entry();
            Entry e = map.putIfAbsent(key, mine);
            if (e == null) {
                e = mine;
                e.value = load(key);
                e.phaser.arriveAndDeregister();
            } else e.phaser.awaitAdvance(0);
            return (V) e.value;
        }
    }

    /** Walks over a concurrent map, and reads a plain field behind a volatile one. */
    static class IteratorOfChm<K, V> extends Base<K, V> {
        static final class Node<K, V> {
            final K key;
            V value;
            volatile boolean ready;
            Node(K k) {
                key = k;
            }
        }

        private final ConcurrentMap<K, Node<K, V>> map = new ConcurrentHashMap<>();

        public IteratorOfChm(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            for (Iterator<Node<K, V>> it = map.values().iterator(); it.hasNext();) {
                Node<K, V> n = it.next();
                if (n.key.equals(key) && n.ready) return n.value;
            }
            Node<K, V> n = map.computeIfAbsent(key, Node::new);
            synchronized (n) {
                if (!n.ready) {
                    n.value = load(key);
                    n.ready = true;
                }
                return n.value;
            }
        }
    }

    /** The compareAndExchange and acquire modes of a VarHandle, of fields and array elements. */
    static class HandleMethods<K, V> extends Base<K, V> {
        private static final VarHandle VALUE;
        private static final VarHandle ARR = MethodHandles.arrayElementVarHandle(Object[].class);

        static {
            try {
                VALUE = MethodHandles.lookup().findVarHandle(Node.class, "value", Object.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static class Node {
            Object value;
            int plain;
        }

        private final Object[] table = new Object[16];

        public HandleMethods(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            int i = key.hashCode() & 15;
            Node n = (Node) ARR.getAcquire(table, i);
            if (n == null) {
                Node m = new Node();
                m.plain = 7;
                n = (Node) ARR.compareAndExchange(table, i, null, m);
                if (n == null) n = m;
            }
            Object v = VALUE.getVolatile(n);
            if (v == null) {
                v = load(key);
                Object w = VALUE.compareAndExchange(n, null, v);
                if (w != null) v = w;
            }
            return n.plain == 7 ? (V) v : null;
        }
    }

    /** A field updater of an inherited field. */
    static class FencedHandle<K, V> extends Base<K, V> {
        static class A {
            volatile Object state;
        }

        static class B extends A {
            Object extra;
            static final AtomicReferenceFieldUpdater<A, Object> U =
                    AtomicReferenceFieldUpdater.newUpdater(A.class, Object.class, "state");
        }

        private final ConcurrentMap<K, B> map = new ConcurrentHashMap<>();

        public FencedHandle(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            B b = map.computeIfAbsent(key, k -> new B());
            if (B.U.get(b) == null) {
                synchronized (b) {
                    if (b.state == null) {
                        b.extra = load(key);
                        B.U.set(b, "ready");
                    }
                }
            }
            return (V) b.extra;
        }
    }

    /** A timer's task completes a future. */
    static class Timed<K, V> extends Base<K, V> {
        private static final java.util.Timer TIMER = new java.util.Timer(true);

        static class Box {
            Object v;
        }

        private final Map<K, CompletableFuture<Box>> map = new ConcurrentHashMap<>();

        public Timed(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            return (V) map.computeIfAbsent(key, k -> {
                CompletableFuture<Box> done = new CompletableFuture<>();
                Box b = new Box();
                Thread t = new Thread(() -> {
                    b.v = load(k);
                    TIMER.schedule(new TimerTask() {
                        @Override
                        public void run() {
                            b.v = Objects.requireNonNull(b.v);
                            done.complete(b);
                        }
                    }, 0);
                });
                t.setDaemon(true);
                t.start();
                return done;
            }).orTimeout(20, TimeUnit.SECONDS).get().v;
        }
    }

    /** anyOf, handle, thenCombine, exceptionally. */
    static class AnyOfAndHandle<K, V> extends Base<K, V> {
        static class Box {
            Object v;
        }

        private final Map<K, CompletableFuture<Object>> map = new ConcurrentHashMap<>();

        public AnyOfAndHandle(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            Object o = map.computeIfAbsent(key, k -> CompletableFuture.anyOf(CompletableFuture.supplyAsync(() -> {
                Box b = new Box();
                b.v = load(k);
                return b;
            })) .handle((b, e) -> {
                if (e != null) throw new CompletionException(e);
                ((Box) b).v = ((Box) b).v;
                return b;
            }).thenCombine(CompletableFuture.completedFuture(1), (b, one) -> b) .exceptionally(e -> null)).join();
            return (V) ((Box) o).v;
        }
    }

    /** Two arrays change hands. */
    static class Exchangers<K, V> extends Base<K, V> {
        private final Map<K, V> map = new HashMap<>();
        private final Exchanger<Object[]> ex = new Exchanger<>();

        public Exchangers(Fetch<K, V> f) {
            super(f);
        }

        public synchronized V get(K key) throws Exception {
            if (map.containsKey(key)) return map.get(key);
            Thread t = new Thread(() -> {
                try {
                    Object[] a = {load(key)};
                    Object[] b = ex.exchange(a);
                    b[0] = "seen";
                } catch (InterruptedException e) {
                    return;
                }
            });
            t.start();
            Object[] mine = {"?"};
            Object[] his = ex.exchange(mine);
            map.put(key, (V) his[0]);
            t.join();
            if (!"seen".equals(mine[0])) throw new IllegalStateException("" + mine[0]);
            return map.get(key);
        }
    }

    /** A stamped reference as the head of a list. */
    static class AtomicMarked<K, V> extends Base<K, V> {
        static final class Node {
            Object k;
            Object v;
            Node next;
        }

        private final AtomicStampedReference<Node> head = new AtomicStampedReference<>(null, 0);

        public AtomicMarked(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            int[] st = new int[1];
            while (true) {
                Node h = head.get(st);
                for (Node n = h; n != null; n = n.next) if (n.k.equals(key)) return (V) n.v;
                Node n = new Node();
                n.k = key;
                n.v = load(key);
                n.next = h;
                if (head.compareAndSet(h, n, st[0], st[0] + 1)) return (V) n.v;
            }
        }
    }

    /** invokeAny. */
    static class InvokeAnyTask<K, V> extends Base<K, V> {
        static class Box {
            Object v;
        }

        private static final ExecutorService POOL = Executors.newCachedThreadPool(r -> {
            Thread t = new Thread(r);
            t.setDaemon(true);
            return t;
        });
        private final Map<K, V> map = new ConcurrentHashMap<>();

        public InvokeAnyTask(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            V v = map.get(key);
            if (v == null) {
                Callable<Box> c = () -> {
                    Box b = new Box();
                    b.v = load(key);
                    return b;
                };
                map.put(key, v = (V) POOL.invokeAny(List.of(c)).v);
            }
            return v;
        }
    }

    /** A method handle of the memo's own method. */
    static class MHInvoked<K, V> extends Base<K, V> {
        private static final MethodHandle LOAD;

        static {
            try {
                MethodType type = MethodType.methodType(Object.class, Object.class);
                LOAD = MethodHandles.lookup().findVirtual(Base.class, "load", type);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Map<K, V> map = new HashMap<>();

        public MHInvoked(Fetch<K, V> f) {
            super(f);
        }

        public synchronized V get(K key) throws Exception {
            if (!map.containsKey(key)) {
                try {
                    map.put(key, (V) LOAD.invoke((Base<K, V>) this, (Object) key));
                } catch (Exception e) {
                    throw e;
                } catch (Throwable t) {
                    throw new Error(t);
                }
            }
            return map.get(key);
        }
    }

    /** A parallel stream that makes an array for each element. */
    static class ParallelCollect<K, V> extends Base<K, V> {
        private final Map<K, V> map = new ConcurrentHashMap<>();

        public ParallelCollect(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v = map.get(key);
            if (v != null) return v;
            List<Object> l = Stream.of(key, "x", "y", "z").parallel().map(k -> {
                Object[] a = {k == key ? load(key) : k};
                return a;
            }).map(a -> a[0]).collect(Collectors.toList());
            map.put(key, (V) l.get(0));
            return (V) l.get(0);
        }
    }

    /** The values of the map are pairs that look like its entries. */
    static class PairsAsValues<K, V> extends Base<K, V> {
        private final Map<K, Map.Entry<V, Boolean>> map = new HashMap<>();

        public PairsAsValues(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Map.Entry<V, Boolean> pair;
            synchronized (map) {
                pair = map.get(key);
                if (pair == null) {
                    pair = new AbstractMap.SimpleImmutableEntry<>(load(key), true);
                    map.put(key, pair);
                }
            }
            return pair.getValue() ? pair.getKey() : null;
        }
    }
}
