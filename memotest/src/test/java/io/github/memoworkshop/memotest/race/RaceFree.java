package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Memos without a data race, though not always good ones: locks, signals, atomics and immutability. */
@SuppressWarnings({"unused", "unchecked"})
final class RaceFree {
    private RaceFree() {}

    private abstract static class Base<K, V> implements Memoizer<K, V> {
        protected final Fetch<K, V> fetch;

        Base(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }
    }

    /** One synchronized method: the book's memo2. */
    static class SynchronizedMethod<K, V> extends Base<K, V> {
        private final Map<K, V> cache = new HashMap<>();

        public SynchronizedMethod(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public synchronized V get(K key) throws Exception {
            V known = cache.get(key);
            if (known == null) cache.put(key, known = fetch.fetch(key));
            return known;
        }
    }

    /** A synchronized block on a private lock. */
    static class SynchronizedBlock<K, V> extends Base<K, V> {
        private final Object lock = new Object();
        private final Map<K, V> cache = new LinkedHashMap<>(16, 0.75f, true);
        private long hits;

        public SynchronizedBlock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (lock) {
                V known = cache.get(key);
                if (known != null) {
                    hits++;
                    return known;
                }
                V value = fetch.fetch(key);
                cache.put(key, value);
                return value;
            }
        }
    }

    /** Locked twice, not while fetching: the book's memo3. */
    static class ReleasedWhileFetching<K, V> extends Base<K, V> {
        private final Map<K, V> cache = new HashMap<>();

        public ReleasedWhileFetching(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (cache) {
                V known = cache.get(key);
                if (known != null) return known;
            }
            V value = fetch.fetch(key);
            synchronized (cache) {
                cache.put(key, value);
            }
            return value;
        }
    }

    /** A static map under static synchronized methods. */
    static class StaticSynchronized<K, V> extends Base<K, V> {
        private static final Map<Object, Object> CACHE = new HashMap<>();
        private static int size;

        public StaticSynchronized(Fetch<K, V> fetch) {
            super(fetch);
        }

        private static synchronized Object find(Object key) {
            return CACHE.get(key);
        }

        private static synchronized void keep(Object key, Object value) {
            CACHE.put(key, value);
            size++;
        }

        @Override
        public V get(K key) throws Exception {
            Object known = find(key);
            if (known == null) keep(key, known = fetch.fetch(key));
            return (V) known;
        }
    }

    /** Locks on the class, from an instance and from a static method. */
    static class ClassLock<K, V> extends Base<K, V> {
        private static Map<Object, Object> cache;

        public ClassLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        private static synchronized Map<Object, Object> cache() {
            if (cache == null) cache = new TreeMap<>();
            return cache;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (ClassLock.class) {
                return (V) cache().computeIfAbsent(key, k -> {
                    try {
                        return fetch.fetch((K) k);
                    } catch (Exception e) {
                        throw new RuntimeException(e);
                    }
                });
            }
        }
    }

    /** A latch per entry: the book's memo4. */
    static class LatchPerEntry<K, V> extends Base<K, V> {
        private static final class Entry<V> {
            private final CountDownLatch ready = new CountDownLatch(1);
            private V value;
            private Throwable failure;
        }

        private final Map<K, Entry<V>> entries = new HashMap<>();

        public LatchPerEntry(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry;
            boolean leader = false;
            synchronized (entries) {
                entry = entries.get(key);
                if (entry == null) {
                    entries.put(key, entry = new Entry<>());
                    leader = true;
                }
            }
            if (leader) {
                try {
                    entry.value = fetch.fetch(key);
                } catch (Throwable e) {
                    entry.failure = e;
                } finally {
                    entry.ready.countDown();
                }
            } else {
                entry.ready.await();
            }
            if (entry.failure instanceof Exception e) throw e;
            if (entry.failure instanceof Error e) throw e;
            return entry.value;
        }
    }

    /** A latch per entry in a concurrent map, with a timed await. */
    static class LatchInConcurrentMap<K, V> extends Base<K, V> {
        private class Cell {
            final CountDownLatch done = new CountDownLatch(1);
            V value;
        }

        private final ConcurrentMap<K, Cell> cells = new ConcurrentHashMap<>();

        public LatchInConcurrentMap(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Cell mine = new Cell();
            Cell first = cells.putIfAbsent(key, mine);
            if (first == null) {
                mine.value = fetch.fetch(key);
                mine.done.countDown();
                return mine.value;
            }
            while (!first.done.await(1, TimeUnit.MINUTES)) Thread.onSpinWait();
            return first.value;
        }
    }

    /** Explicit lock, in try/finally. */
    static class ExplicitLock<K, V> extends Base<K, V> {
        private final Lock lock = new ReentrantLock();
        private final Map<K, V> cache = new HashMap<>();

        public ExplicitLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            lock.lock();
            try {
                if (!cache.containsKey(key)) cache.put(key, fetch.fetch(key));
                return cache.get(key);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Interruptible and reentrant locking. */
    static class ReentrantTwice<K, V> extends Base<K, V> {
        private final ReentrantLock lock = new ReentrantLock(true);
        private final IdentityHashMap<Object, V> cache = new IdentityHashMap<>();
        private int depth;

        public ReentrantTwice(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            lock.lockInterruptibly();
            try {
                V known = find(key);
                return known != null ? known : store(key, fetch.fetch(key));
            } finally {
                lock.unlock();
            }
        }

        private V find(K key) {
            lock.lock();
            try {
                depth++;
                return cache.get(key.toString().intern());
            } finally {
                depth--;
                lock.unlock();
            }
        }

        private V store(K key, V value) throws InterruptedException {
            if (!lock.tryLock(1, TimeUnit.SECONDS)) throw new IllegalStateException();
            try {
                cache.put(key.toString().intern(), value);
                return value;
            } finally {
                lock.unlock();
            }
        }
    }

    /** tryLock in a loop. */
    static class TryLockLoop<K, V> extends Base<K, V> {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<K, V> cache = new HashMap<>();

        public TryLockLoop(Fetch<K, V> fetch) {
            super(fetch);
        }

        private <T> T locked(Supplier<T> action) throws InterruptedException {
            while (!lock.tryLock()) Thread.sleep(1);
            try {
                return action.get();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public V get(K key) throws Exception {
            V known = locked(() -> cache.get(key));
            if (known != null) return known;
            V value = fetch.fetch(key);
            locked(() -> cache.put(key, value));
            return value;
        }
    }

    /** Read lock for reading, write lock for writing. */
    static class ReadWrite<K, V> extends Base<K, V> {
        private final ReadWriteLock lock = new ReentrantReadWriteLock();
        private final Map<K, V> cache = new HashMap<>();

        public ReadWrite(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            lock.readLock().lock();
            try {
                V known = cache.get(key);
                if (known != null) return known;
            } finally {
                lock.readLock().unlock();
            }
            V value = fetch.fetch(key);
            lock.writeLock().lock();
            try {
                V other = cache.putIfAbsent(key, value);
                return other == null ? value : other;
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    /** Downgrading from the write lock to the read lock. */
    static class Downgrade<K, V> extends Base<K, V> {
        private final ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
        private final ReentrantReadWriteLock.ReadLock r = rw.readLock();
        private final ReentrantReadWriteLock.WriteLock w = rw.writeLock();
        private final Map<K, V> cache = new HashMap<>();
        private boolean dirty;

        public Downgrade(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            r.lock();
            if (!cache.containsKey(key)) {
                r.unlock();
                V value = fetch.fetch(key);
                w.lock();
                try {
                    cache.put(key, value);
                    dirty = true;
                    r.lock();
                } finally {
                    w.unlock();
                }
            }
            try {
                return dirty ? cache.get(key) : null;
            } finally {
                r.unlock();
            }
        }
    }

    /** A stamped lock, pessimistic. */
    static class StampedPessimistic<K, V> extends Base<K, V> {
        private final StampedLock lock = new StampedLock();
        private final Map<K, V> cache = new HashMap<>();

        public StampedPessimistic(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            long stamp = lock.readLock();
            try {
                V known = cache.get(key);
                if (known != null) return known;
            } finally {
                lock.unlockRead(stamp);
            }
            V value = fetch.fetch(key);
            stamp = lock.writeLockInterruptibly();
            try {
                cache.put(key, value);
                return value;
            } finally {
                lock.unlock(stamp);
            }
        }
    }

    /** A stamped lock, upgraded by conversion. */
    static class StampedConversion<K, V> extends Base<K, V> {
        private final StampedLock lock = new StampedLock();
        private final Map<K, V> cache = new HashMap<>();

        public StampedConversion(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            V value = null;
            long stamp = lock.readLock();
            try {
                V known = cache.get(key);
                if (known != null) return known;
            } finally {
                lock.unlock(stamp);
            }
            value = fetch.fetch(key);
            stamp = lock.readLock();
            try {
                while (!cache.containsKey(key)) {
                    long write = lock.tryConvertToWriteLock(stamp);
                    if (write != 0) {
                        stamp = write;
                        cache.put(key, value);
                    } else {
                        lock.unlockRead(stamp);
                        stamp = lock.writeLock();
                    }
                }
                return cache.get(key);
            } finally {
                lock.unlock(stamp);
            }
        }
    }

    /** A validated optimistic read of two fields. */
    static class StampedOptimistic<K, V> extends Base<K, V> {
        private final StampedLock lock = new StampedLock();
        private K lastKey;
        private V lastValue;

        public StampedOptimistic(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            long stamp = lock.tryOptimisticRead();
            K k = lastKey;
            V v = lastValue;
            if (!lock.validate(stamp)) {
                stamp = lock.readLock();
                try {
                    k = lastKey;
                    v = lastValue;
                } finally {
                    lock.unlockRead(stamp);
                }
            }
            if (Objects.equals(k, key)) return v;
            V value = fetch.fetch(key);
            stamp = lock.writeLock();
            try {
                lastKey = key;
                lastValue = value;
            } finally {
                lock.unlockWrite(stamp);
            }
            return value;
        }
    }

    /** The halves of a stamped lock as ordinary locks. */
    static class StampedViews<K, V> extends Base<K, V> {
        private final ReadWriteLock lock = new StampedLock().asReadWriteLock();
        private final Map<K, V> cache = new HashMap<>();

        public StampedViews(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Lock reading = lock.readLock();
            reading.lock();
            V known = cache.get(key);
            reading.unlock();
            if (known != null) return known;
            V value = fetch.fetch(key);
            Lock writing = lock.writeLock();
            writing.lock();
            cache.put(key, value);
            writing.unlock();
            return value;
        }
    }

    /** computeIfAbsent of a concurrent map. */
    static class ComputeIfAbsent<K, V> extends Base<K, V> {
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();

        public ComputeIfAbsent(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) {
            return cache.computeIfAbsent(key, this::fetchUnchecked);
        }

        private V fetchUnchecked(K key) {
            try {
                return fetch.fetch(key);
            } catch (Exception e) {
                throw new RuntimeException(e);
            }
        }
    }

    /** compute() on an entry with plain fields, only ever touched inside the callback. */
    static class ComputeOnMutableEntry<K, V> extends Base<K, V> {
        private static class Entry<V> {
            V value;
            int uses;
        }

        private final ConcurrentHashMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

        public ComputeOnMutableEntry(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Object[] out = new Object[1];
            cache.compute(key, (k, entry) -> {
                if (entry == null) {
                    entry = new Entry<>();
                    try {
                        entry.value = fetch.fetch(k);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                entry.uses++;
                out[0] = entry.value;
                return entry;
            });
            return (V) out[0];
        }
    }

    /** An entry filled before it is published. */
    static class FilledBeforePublication<K, V> extends Base<K, V> {
        private static class Entry<V> {
            V value;
            long when;
        }

        private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentSkipListMap<>();

        public FilledBeforePublication(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry = cache.get(key);
            if (entry == null) {
                entry = new Entry<>();
                entry.value = fetch.fetch(key);
                entry.when = System.nanoTime();
                Entry<V> first = cache.putIfAbsent(key, entry);
                if (first != null) entry = first;
            }
            return entry.when == 0 ? null : entry.value;
        }
    }

    /** A lock per key, each over its own entry. */
    static class EntryLock<K, V> extends Base<K, V> {
        private static class Entry<V> {
            private V value;
            private boolean done;
        }

        private final ConcurrentMap<K, Entry<V>> cache = new ConcurrentHashMap<>();

        public EntryLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry = cache.computeIfAbsent(key, k -> new Entry<>());
            synchronized (entry) {
                if (!entry.done) {
                    entry.value = fetch.fetch(key);
                    entry.done = true;
                }
                return entry.value;
            }
        }
    }

    /** An entry with synchronized methods, in a map under another lock. */
    static class TwoLevels<K, V> extends Base<K, V> {
        private class Entry {
            private final K key;
            private Optional<V> value = Optional.empty();

            Entry(K key) {
                this.key = key;
            }

            synchronized V value() throws Exception {
                if (value.isEmpty()) value = Optional.of(fetch.fetch(key));
                return value.get();
            }
        }

        private final Map<K, Entry> entries = new TreeMap<>();

        public TwoLevels(Fetch<K, V> fetch) {
            super(fetch);
        }

        private synchronized Entry entry(K key) {
            Entry entry = entries.get(key);
            if (entry == null) {
                entry = new Entry(key);
                entries.put(key, entry);
            }
            return entry;
        }

        @Override
        public V get(K key) throws Exception {
            return entry(key).value();
        }
    }

    /** An entry that is itself a lock. */
    static class EntryExtendsLock<K, V> extends Base<K, V> {
        private static class Entry<V> extends ReentrantLock {
            V value;
        }

        private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

        public EntryExtendsLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry = entries.computeIfAbsent(key, k -> new Entry<>());
            entry.lock();
            try {
                if (entry.value == null) entry.value = fetch.fetch(key);
                return entry.value;
            } finally {
                entry.unlock();
            }
        }
    }

    /** Stripes, each with a map of its own. */
    static class StripesWithOwnMaps<K, V> extends Base<K, V> {
        private final Map<K, V>[] maps = new Map[4];

        public StripesWithOwnMaps(Fetch<K, V> fetch) {
            super(fetch);
            for (int i = 0; i < maps.length; i++) maps[i] = new HashMap<>();
        }

        @Override
        public V get(K key) throws Exception {
            Map<K, V> map = maps[Math.floorMod(key.hashCode(), maps.length)];
            synchronized (map) {
                V v = map.get(key);
                if (v == null) map.put(key, v = fetch.fetch(key));
                return v;
            }
        }
    }

    /** A lock per key guards the fetch; a second lock, the map. */
    static class LockPerKeyAndMapLock<K, V> extends Base<K, V> {
        private final Map<K, V> cache = new HashMap<>();
        private final Map<K, Lock> locks = new HashMap<>();

        public LockPerKeyAndMapLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Lock lock;
            synchronized (this) {
                if (cache.containsKey(key)) return cache.get(key);
                lock = locks.computeIfAbsent(key, k -> new ReentrantLock());
            }
            lock.lock();
            try {
                synchronized (this) {
                    if (cache.containsKey(key)) return cache.get(key);
                }
                V value = fetch.fetch(key);
                synchronized (this) {
                    cache.put(key, value);
                    locks.remove(key);
                }
                return value;
            } finally {
                lock.unlock();
            }
        }
    }

    /** A synchronized map. */
    static class SynchronizedMap<K, V> extends Base<K, V> {
        private final Map<K, V> cache = Collections.synchronizedMap(new HashMap<>());

        public SynchronizedMap(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            V first = cache.putIfAbsent(key, value);
            return first == null ? value : first;
        }
    }

    /** A synchronized least-recently-used map, iterated under its own lock. */
    static class SynchronizedLru<K, V> extends Base<K, V> {
        private final Map<K, V> cache = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > 100;
            }
        });

        public SynchronizedLru(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (cache) {
                for (Map.Entry<K, V> e : cache.entrySet()) if (e.getKey().equals(key)) return e.getValue();
            }
            V value = fetch.fetch(key);
            cache.put(key, value);
            return cache.get(key);
        }
    }

    /** computeIfAbsent of a synchronized map holds its lock while it fetches. */
    static class SynchronizedComputeIfAbsent<K, V> extends Base<K, V> {
        private final Map<K, V> cache = Collections.synchronizedMap(new TreeMap<>());
        private int misses;

        public SynchronizedComputeIfAbsent(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) {
            return cache.computeIfAbsent(key, k -> {
                try {
                    misses++;
                    return fetch.fetch(k);
                } catch (Exception e) {
                    throw new RuntimeException(e);
                }
            });
        }
    }

    /** A hash table, asked twice. */
    static class OldHashtable<K, V> extends Base<K, V> {
        private final Hashtable<K, V> cache = new Hashtable<>();

        public OldHashtable(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            if (!cache.containsKey(key)) cache.put(key, fetch.fetch(key));
            return cache.get(key);
        }
    }

    /** Two vectors, compound actions under one of them. */
    static class Vectors<K, V> extends Base<K, V> {
        private final Vector<K> keys = new Vector<>();
        private final List<V> values = new Vector<>();

        public Vectors(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (keys) {
                int i = keys.indexOf(key);
                if (i >= 0) return values.get(i);
            }
            V value = fetch.fetch(key);
            synchronized (keys) {
                keys.add(key);
                values.add(value);
            }
            return value;
        }
    }

    /** Copy-on-write through a volatile field. */
    static class CopyOnWrite<K, V> extends Base<K, V> {
        private volatile Map<K, V> cache = Map.of();

        public CopyOnWrite(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            synchronized (this) {
                Map<K, V> copy = new HashMap<>(cache);
                copy.put(key, value);
                cache = copy;
            }
            return value;
        }
    }

    /** Copy-on-write by compareAndSet of an immutable map. */
    static class CompareAndSetMap<K, V> extends Base<K, V> {
        private final AtomicReference<Map<K, V>> cache = new AtomicReference<>(new HashMap<>());

        public CompareAndSetMap(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get().get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            Map<K, V> before;
            Map<K, V> after;
            do {
                before = cache.get();
                after = new HashMap<>(before);
                after.putIfAbsent(key, value);
            } while (!cache.compareAndSet(before, after));
            return after.get(key);
        }
    }

    /** The same by updateAndGet, whose callback reads what others published. */
    static class UpdateAndGetMap<K, V> extends Base<K, V> {
        private final AtomicReference<HashMap<K, V>> cache = new AtomicReference<>(new HashMap<>());

        public UpdateAndGetMap(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get().get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            return cache.updateAndGet(old -> {
                HashMap<K, V> copy = (HashMap<K, V>) old.clone();
                copy.put(key, value);
                return copy;
            }).get(key);
        }
    }

    /** An immutable linked list with an atomic head. */
    static class TreiberList<K, V> extends Base<K, V> {
        private static final class Node<K, V> {
            final K key;
            final V value;
            Node<K, V> next;

            Node(K key, V value) {
                this.key = key;
                this.value = value;
            }
        }

        private final AtomicReference<Node<K, V>> head = new AtomicReference<>();

        public TreiberList(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            for (Node<K, V> n = head.get(); n != null; n = n.next) if (n.key.equals(key)) return n.value;
            Node<K, V> mine = new Node<>(key, fetch.fetch(key));
            do {
                mine.next = head.getAcquire();
            } while (!head.weakCompareAndSetVolatile(mine.next, mine));
            return mine.value;
        }
    }

    /** Double-checked locking with volatile. */
    static class DoubleCheckedVolatile<K, V> extends Base<K, V> {
        private volatile Map<K, V> cache;

        public DoubleCheckedVolatile(Fetch<K, V> fetch) {
            super(fetch);
        }

        private Map<K, V> cache() {
            Map<K, V> c = cache;
            if (c == null) {
                synchronized (this) {
                    c = cache;
                    if (c == null) cache = c = Collections.synchronizedMap(new HashMap<>());
                }
            }
            return c;
        }

        @Override
        public V get(K key) throws Exception {
            V v = cache().get(key);
            if (v == null) cache().put(key, v = fetch.fetch(key));
            return v;
        }
    }

    /** A double-checked entry: plain value behind a volatile flag. */
    static class VolatileDoneFlag<K, V> extends Base<K, V> {
        private static class Entry<V> {
            private V value;
            private volatile boolean done;
        }

        private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

        public VolatileDoneFlag(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry = entries.computeIfAbsent(key, k -> new Entry<>());
            if (!entry.done) {
                synchronized (entry) {
                    if (!entry.done) {
                        entry.value = fetch.fetch(key);
                        entry.done = true;
                    }
                }
            }
            return entry.value;
        }
    }

    /** Spins on a volatile flag. */
    static class SpinsOnVolatile<K, V> extends Base<K, V> {
        private static class Entry<V> {
            V value;
            volatile long done;
        }

        private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

        public SpinsOnVolatile(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> mine = new Entry<>();
            Entry<V> entry = entries.putIfAbsent(key, mine);
            if (entry == null) {
                mine.value = fetch.fetch(key);
                mine.done = 1L;
                return mine.value;
            }
            while (entry.done == 0) Thread.sleep(1);
            return entry.value;
        }
    }

    /** wait and notifyAll. */
    static class WaitNotify<K, V> extends Base<K, V> {
        private static class Entry<V> {
            V value;
            boolean ready;
        }

        private final Map<K, Entry<V>> entries = new HashMap<>();

        public WaitNotify(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry;
            synchronized (this) {
                entry = entries.get(key);
                if (entry != null) {
                    while (!entry.ready) wait();
                    return entry.value;
                }
                entries.put(key, entry = new Entry<>());
            }
            V value = fetch.fetch(key);
            synchronized (this) {
                entry.value = value;
                entry.ready = true;
                notifyAll();
            }
            return value;
        }
    }

    /** wait with a time limit, on the entry. */
    static class TimedWaitOnEntry<K, V> extends Base<K, V> {
        private static class Entry<V> {
            private Object[] box;

            synchronized void set(V value) {
                box = new Object[] {value};
                notifyAll();
            }

            synchronized V get() throws InterruptedException {
                while (box == null) wait(10_000);
                return (V) box[0];
            }
        }

        private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

        public TimedWaitOnEntry(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> fresh = new Entry<>();
            Entry<V> entry = entries.putIfAbsent(key, fresh);
            if (entry == null) {
                entry = fresh;
                entry.set(fetch.fetch(key));
            }
            return entry.get();
        }
    }

    /** A condition of an explicit lock. */
    static class ConditionSignal<K, V> extends Base<K, V> {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Map<K, V> done = new HashMap<>();
        private final java.util.Set<K> running = new java.util.HashSet<>();

        public ConditionSignal(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            lock.lock();
            try {
                while (running.contains(key)) changed.await();
                V known = done.get(key);
                if (known != null) return known;
                running.add(key);
            } finally {
                lock.unlock();
            }
            V value = null;
            try {
                return value = fetch.fetch(key);
            } finally {
                lock.lock();
                try {
                    running.remove(key);
                    if (value != null) done.put(key, value);
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** A condition per entry, with a time limit, of the write lock. */
    static class ConditionOfWriteLock<K, V> extends Base<K, V> {
        private final ReentrantReadWriteLock rw = new ReentrantReadWriteLock();

        private class Entry {
            final Condition ready = rw.writeLock().newCondition();
            V value;
        }

        private final Map<K, Entry> entries = new HashMap<>();

        public ConditionOfWriteLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            rw.readLock().lock();
            try {
                Entry entry = entries.get(key);
                if (entry != null && entry.value != null) return entry.value;
            } finally {
                rw.readLock().unlock();
            }
            Entry entry;
            rw.writeLock().lock();
            try {
                entry = entries.get(key);
                if (entry != null) {
                    while (entry.value == null) entry.ready.await(5, TimeUnit.SECONDS);
                    return entry.value;
                }
                entries.put(key, entry = new Entry());
            } finally {
                rw.writeLock().unlock();
            }
            V value = fetch.fetch(key);
            rw.writeLock().lock();
            try {
                entry.value = value;
                entry.ready.signalAll();
            } finally {
                rw.writeLock().unlock();
            }
            return value;
        }
    }

    /** A binary semaphore as the lock. */
    static class BinarySemaphore<K, V> extends Base<K, V> {
        private final Semaphore mutex = new Semaphore(1);
        private final Map<K, V> cache = new HashMap<>();

        public BinarySemaphore(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            mutex.acquire();
            try {
                V known = cache.get(key);
                if (known == null) cache.put(key, known = fetch.fetch(key));
                return known;
            } finally {
                mutex.release();
            }
        }
    }

    /** A semaphore as a ready signal: each who gets the permit hands it on. */
    static class SemaphoreSignal<K, V> extends Base<K, V> {
        private static class Slot<V> {
            final Semaphore ready = new Semaphore(0);
            V value;
        }

        private final ConcurrentMap<K, Slot<V>> slots = new ConcurrentHashMap<>();

        public SemaphoreSignal(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Slot<V> slot = slots.get(key);
            if (slot == null) {
                Slot<V> mine = new Slot<>();
                slot = slots.putIfAbsent(key, mine);
                if (slot == null) {
                    mine.value = fetch.fetch(key);
                    mine.ready.release();
                    return mine.value;
                }
            }
            slot.ready.acquireUninterruptibly();
            try {
                return slot.value;
            } finally {
                slot.ready.release();
            }
        }
    }

    /** A home-made spin lock of an AtomicBoolean. */
    static class SpinLock<K, V> extends Base<K, V> {
        private final AtomicBoolean locked = new AtomicBoolean();
        private final Map<K, V> cache = new HashMap<>();

        public SpinLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        private void lock() throws InterruptedException {
            while (!locked.compareAndSet(false, true)) Thread.sleep(1);
        }

        @Override
        public V get(K key) throws Exception {
            lock();
            try {
                V known = cache.get(key);
                if (known != null) return known;
            } finally {
                locked.set(false);
            }
            V value = fetch.fetch(key);
            lock();
            cache.put(key, value);
            locked.lazySet(false);
            return value;
        }
    }

    /** Park and unpark, with an atomic state. */
    static class ParkUnpark<K, V> extends Base<K, V> {
        private static class Promise<V> {
            final AtomicReference<Object[]> outcome = new AtomicReference<>();
            final java.util.Queue<Thread> waiters = new java.util.concurrent.ConcurrentLinkedQueue<>();
        }

        private final ConcurrentMap<K, Promise<V>> promises = new ConcurrentHashMap<>();

        public ParkUnpark(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Promise<V> mine = new Promise<>();
            Promise<V> promise = promises.putIfAbsent(key, mine);
            if (promise == null) {
                mine.outcome.set(new Object[] {fetch.fetch(key)});
                for (Thread t : mine.waiters) LockSupport.unpark(t);
                promise = mine;
            } else {
                promise.waiters.add(Thread.currentThread());
                while (promise.outcome.get() == null) LockSupport.park(this);
            }
            return (V) promise.outcome.get()[0];
        }
    }

    /** VarHandle, release and acquire. */
    static class ReleaseAcquire<K, V> extends Base<K, V> {
        private static class Slot<V> {
            static final VarHandle READY;

            static {
                try {
                    READY = MethodHandles.lookup().findVarHandle(Slot.class, "ready", int.class);
                } catch (ReflectiveOperationException e) {
                    throw new ExceptionInInitializerError(e);
                }
            }

            int ready;
            V value;
        }

        private final ConcurrentMap<K, Slot<V>> slots = new ConcurrentHashMap<>();

        public ReleaseAcquire(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Slot<V> slot = slots.computeIfAbsent(key, k -> new Slot<>());
            if (Slot.READY.compareAndSet(slot, 0, 1)) {
                slot.value = fetch.fetch(key);
                Slot.READY.setRelease(slot, 2);
            }
            while ((int) Slot.READY.getAcquire(slot) != 2) Thread.sleep(1);
            return slot.value;
        }
    }

    /** VarHandle, volatile mode, of a static field. */
    static class StaticVolatileHandle<K, V> extends Base<K, V> {
        private static final VarHandle CACHE;
        private static Map<Object, Object> cache = Map.of();

        static {
            try {
                CACHE = MethodHandles.lookup().findStaticVarHandle(StaticVolatileHandle.class, "cache", Map.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        public StaticVolatileHandle(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Object known = ((Map<Object, Object>) CACHE.getVolatile()).get(key);
            if (known != null) return (V) known;
            V value = fetch.fetch(key);
            synchronized (StaticVolatileHandle.class) {
                Map<Object, Object> copy = new HashMap<>((Map<Object, Object>) CACHE.getVolatile());
                copy.put(key, value);
                CACHE.setVolatile(Collections.unmodifiableMap(copy));
            }
            return value;
        }
    }

    /** An opaque reference to an object of final fields only. */
    static class OpaqueToImmutable<K, V> extends Base<K, V> {
        private static final VarHandle LAST;

        static {
            try {
                LAST = MethodHandles.lookup().findVarHandle(OpaqueToImmutable.class, "last", Snapshot.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static final class Snapshot {
            private final Map<Object, Object> map;

            Snapshot(Snapshot before, Object key, Object value) {
                map = new HashMap<>();
                if (before != null) map.putAll(before.map);
                map.put(key, value);
            }
        }

        private Snapshot last;

        public OpaqueToImmutable(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Snapshot seen = (Snapshot) LAST.getOpaque(this);
            if (seen != null && seen.map.containsKey(key)) return (V) seen.map.get(key);
            V value = fetch.fetch(key);
            LAST.setOpaque(this, new Snapshot((Snapshot) LAST.getOpaque(this), key, value));
            return value;
        }
    }

    /** VarHandle over the elements of an array. */
    static class ArrayHandle<K, V> extends Base<K, V> {
        private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
        private final Object[] slots = new Object[16];

        public ArrayHandle(Fetch<K, V> fetch) {
            super(fetch);
        }

        private record Pair(Object key, Object value) {}

        @Override
        public V get(K key) throws Exception {
            int i = Math.floorMod(key.hashCode(), slots.length);
            Pair pair = (Pair) SLOT.getAcquire(slots, i);
            if (pair != null && pair.key.equals(key)) return (V) pair.value;
            V value = fetch.fetch(key);
            SLOT.setRelease(slots, i, new Pair(key, value));
            return value;
        }
    }

    /** An atomic array of mutable nodes that are complete before they are set. */
    static class AtomicArray<K, V> extends Base<K, V> {
        private static class Node {
            Object key;
            Object value;
        }

        private final AtomicReferenceArray<Node> table = new AtomicReferenceArray<>(32);

        public AtomicArray(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            int i = key.hashCode() & 31;
            Node node = table.get(i);
            if (node != null && node.key.equals(key)) return (V) node.value;
            node = new Node();
            node.key = key;
            node.value = fetch.fetch(key);
            table.set(i, node);
            return (V) node.value;
        }
    }

    /** A field updater on a volatile field. */
    static class FieldUpdater<K, V> extends Base<K, V> {
        private static class Cell {
            static final AtomicReferenceFieldUpdater<Cell, Object[]> BOX =
                    AtomicReferenceFieldUpdater.newUpdater(Cell.class, Object[].class, "box");
            volatile Object[] box;
        }

        private final ConcurrentMap<K, Cell> cells = new ConcurrentHashMap<>();

        public FieldUpdater(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Cell cell = cells.computeIfAbsent(key, k -> new Cell());
            if (cell.box == null) {
                Object[] filled = new Object[1];
                filled[0] = fetch.fetch(key);
                Cell.BOX.compareAndSet(cell, null, filled);
            }
            return (V) Cell.BOX.get(cell)[0];
        }
    }

    /** Initialization-on-demand holder. */
    static class HolderIdiom<K, V> extends Base<K, V> {
        private static class Holder {
            static final Map<Object, Object> MAP;
            static int[] counts = new int[] {1, 2, 3};

            static {
                Map<Object, Object> map = new HashMap<>();
                map.put("known", "from the start");
                MAP = map;
            }
        }

        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();

        public HolderIdiom(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Object fixed = Holder.MAP.get(key);
            if (fixed != null || Holder.counts[1] == 0) return (V) fixed;
            V v = cache.get(key);
            if (v == null) cache.put(key, v = fetch.fetch(key));
            return v;
        }
    }

    /** An enum as a singleton with state under its own lock. */
    static class EnumSingleton<K, V> extends Base<K, V> {
        private enum Store {
            ONE;

            private final Map<Object, Object> map = new HashMap<>();
            private int writes;

            synchronized Object find(Object key) {
                return map.get(key);
            }

            synchronized void keep(Object key, Object value) {
                map.put(key, value);
                writes++;
            }
        }

        public EnumSingleton(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Object known = Store.ONE.find(key);
            if (known == null) Store.ONE.keep(key, known = fetch.fetch(key));
            return (V) known;
        }
    }

    /** One cache per thread. */
    static class PerThread<K, V> extends Base<K, V> {
        private final ThreadLocal<Map<K, V>> cache = ThreadLocal.withInitial(HashMap::new);

        public PerThread(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Map<K, V> mine = cache.get();
            if (!mine.containsKey(key)) mine.put(key, fetch.fetch(key));
            return mine.get(key);
        }
    }

    /** A weak map under a lock. */
    static class WeakLocked<K, V> extends Base<K, V> {
        private final Map<K, SoftReference<V>> cache = Collections.synchronizedMap(new WeakHashMap<>());

        public WeakLocked(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            SoftReference<V> reference = cache.get(key);
            V known = reference == null ? null : reference.get();
            if (known == null) {
                known = fetch.fetch(key);
                cache.put(key, new SoftReference<>(known));
            }
            return known;
        }
    }

    /** A small linked list under a lock, moved to front by its iterator. */
    static class MoveToFront<K, V> extends Base<K, V> {
        private record Pair<K, V>(K key, V value) {}

        private final LinkedList<Pair<K, V>> pairs = new LinkedList<>();

        public MoveToFront(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (pairs) {
                var all = pairs.iterator();
                while (all.hasNext()) {
                    Pair<K, V> pair = all.next();
                    if (pair.key().equals(key)) {
                        all.remove();
                        pairs.addFirst(pair);
                        return pair.value();
                    }
                }
            }
            V value = fetch.fetch(key);
            synchronized (pairs) {
                pairs.addFirst(new Pair<>(key, value));
            }
            return value;
        }
    }

    /** A copy-on-write list, streamed over. */
    static class CopyOnWriteList<K, V> extends Base<K, V> {
        private static class Pair {
            Object key;
            Object value;
        }

        private final List<Pair> pairs = new CopyOnWriteArrayList<>();

        public CopyOnWriteList(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Optional<Pair> known = pairs.stream().filter(p -> p.key.equals(key)).findAny();
            if (known.isPresent()) return (V) known.get().value;
            Pair pair = new Pair();
            pair.key = key;
            pair.value = fetch.fetch(key);
            pairs.add(pair);
            return (V) pair.value;
        }
    }

    /** Counters beside the cache, atomic and striped. */
    static class Counters<K, V> extends Base<K, V> {
        private final LongAdder hits = new LongAdder();
        private final AtomicInteger misses = new AtomicInteger();
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();

        public Counters(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known != null) {
                hits.increment();
                return known;
            }
            misses.incrementAndGet();
            V value = fetch.fetch(key);
            cache.merge(key, value, (a, b) -> a);
            return value;
        }
    }

    /** Lambdas and method references over a map, all under one lock. */
    static class LockedReferences<K, V> extends Base<K, V> {
        private final Function<K, V> find;
        private final BiConsumer<K, V> keep;

        public LockedReferences(Fetch<K, V> fetch) {
            super(fetch);
            Map<K, V> cache = new HashMap<>();
            find = cache::get;
            keep = cache::put;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (find) {
                V known = find.apply(key);
                if (known == null) {
                    known = fetch.fetch(key);
                    keep.accept(key, known);
                }
                return known;
            }
        }
    }

    /** The memo is itself a concurrent map. */
    static class ExtendsConcurrentHashMap<K, V> extends ConcurrentHashMap<K, V> implements Memoizer<K, V> {
        private final transient Fetch<K, V> fetch;

        public ExtendsConcurrentHashMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(Object key) {
            V known = super.get(key);
            if (known != null) return known;
            return computeIfAbsent((K) key, k -> {
                try {
                    return fetch.fetch(k);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** The memo is itself a linked map in access order, under its own monitor. */
    static class ExtendsLinkedHashMap<K, V> extends LinkedHashMap<K, V> implements Memoizer<K, V> {
        private final transient Fetch<K, V> fetch;

        public ExtendsLinkedHashMap(Fetch<K, V> fetch) {
            super(64, 0.75f, true);
            this.fetch = fetch;
        }

        @Override
        public synchronized V get(Object key) {
            V known = super.get(key);
            if (known == null) {
                try {
                    put((K) key, known = fetch.fetch((K) key));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return known;
        }
    }

    /** An array that is filled by the constructor and only read afterwards. */
    static class ReadOnlyTable<K, V> extends Base<K, V> {
        private int[] weights = new int[8];
        private List<String> names = new ArrayList<>();
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();

        public ReadOnlyTable(Fetch<K, V> fetch) {
            super(fetch);
            Arrays.setAll(weights, i -> i * i);
            names.add("one");
        }

        @Override
        public V get(K key) throws Exception {
            if (weights[3] != 9 || names.size() != 1) throw new AssertionError();
            V v = cache.get(key);
            if (v == null) cache.put(key, v = fetch.fetch(key));
            return v;
        }
    }

    /** A record with a defensive copy, held in a volatile. */
    static class RecordSnapshot<K, V> extends Base<K, V> {
        private record Snapshot<K, V>(Map<K, V> map, int version) {
            Snapshot {
                map = Map.copyOf(map);
            }

            Snapshot<K, V> with(K key, V value) {
                Map<K, V> next = new HashMap<>(map);
                next.put(key, value);
                return new Snapshot<>(next, version + 1);
            }
        }

        private volatile Snapshot<K, V> snapshot = new Snapshot<>(Map.of(), 0);

        public RecordSnapshot(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            V known = snapshot.map().get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            synchronized (this) {
                snapshot = snapshot.with(key, value);
            }
            return value;
        }
    }

    /** Text of the map, inside the lock. */
    static class TextInsideLock<K, V> extends Base<K, V> {
        private final Map<K, V> cache = new HashMap<>();
        private final StringBuilder log = new StringBuilder();

        public TextInsideLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public synchronized V get(K key) throws Exception {
            V known = cache.get(key);
            if (known == null) cache.put(key, known = fetch.fetch(key));
            log.append("now ").append(cache).append('\n');
            String text = "cache " + cache + " of " + cache.size();
            return text.isEmpty() ? null : known;
        }
    }

    /** A view made and used under the lock. */
    static class ViewsInsideLock<K, V> extends Base<K, V> {
        private final TreeMap<K, V> cache = new TreeMap<>();

        public ViewsInsideLock(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (this) {
                Map.Entry<K, V> entry = cache.ceilingEntry(key);
                if (entry != null && entry.getKey().equals(key)) return entry.getValue();
                for (V v : cache.descendingMap().values()) if (v == null) throw new AssertionError();
            }
            V value = fetch.fetch(key);
            synchronized (this) {
                cache.put(key, value);
                return cache.entrySet().stream().filter(e -> e.getKey().equals(key)).map(Map.Entry::getValue)
                        .findFirst().orElse(null);
            }
        }
    }

    /** Maps in a map: the inner one is guarded by itself. */
    static class NestedMaps<K, V> extends Base<K, V> {
        private final Map<Integer, Map<K, V>> buckets = new HashMap<>();

        public NestedMaps(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            Map<K, V> bucket;
            synchronized (buckets) {
                bucket = buckets.computeIfAbsent(key.hashCode() % 3, b -> new HashMap<>());
            }
            synchronized (bucket) {
                V v = bucket.get(key);
                if (v == null) bucket.put(key, v = fetch.fetch(key));
                return v;
            }
        }
    }

    /** A home-made lock on top of AbstractQueuedSynchronizer. */
    static class OwnSynchronizer<K, V> extends Base<K, V> {
        private static class Gate extends java.util.concurrent.locks.AbstractQueuedSynchronizer {
            @Override
            protected boolean tryAcquire(int ignored) {
                return compareAndSetState(0, 1);
            }

            @Override
            protected boolean tryRelease(int ignored) {
                setState(0);
                return true;
            }
        }

        private final Gate gate = new Gate();
        private final Map<K, V> cache = new HashMap<>();

        public OwnSynchronizer(Fetch<K, V> fetch) {
            super(fetch);
        }

        @Override
        public V get(K key) throws Exception {
            gate.acquire(1);
            try {
                V v = cache.get(key);
                if (v == null) cache.put(key, v = fetch.fetch(key));
                return v;
            } finally {
                gate.release(1);
            }
        }
    }
}
