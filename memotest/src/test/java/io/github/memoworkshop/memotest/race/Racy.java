package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Memos with a data race. The two lines that the report must name first are marked 1 and 2. */
@SuppressWarnings({"unused", "synchronization"}) // a boxed number as a lock is one of the mistakes
final class Racy {
    private Racy() {}

    /** No synchronization at all: the book's memo1. */
    static class PlainMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();

        public PlainMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key); // 1
            if (known == null) {
                known = fetch.fetch(key);
                cache.put(key, known); // 2
            }
            return known;
        }
    }

    /** A nested record as the entry. */
    static class PlainMapOfRecords<K, V> implements Memoizer<K, V> {
        private record Result<V>(V value, Exception failure) {}

        private final Fetch<K, V> fetch;
        private final HashMap<K, Result<V>> cache = new HashMap<>();

        public PlainMapOfRecords(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            if (!cache.containsKey(key)) { // 1
                Result<V> result;
                try {
                    result = new Result<>(fetch.fetch(key), null);
                } catch (Exception e) {
                    result = new Result<>(null, e);
                }
                cache.put(key, result); // 2
            }
            Result<V> result = cache.get(key);
            if (result.failure != null) throw result.failure;
            return result.value;
        }
    }

    /** computeIfAbsent of a map that is not concurrent. */
    static class PlainComputeIfAbsent<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new TreeMap<>();

        public PlainComputeIfAbsent(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) {
            return cache.computeIfAbsent(key, k -> { // 1+2
                try {
                    return fetch.fetch(k);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** The writer locks, the reader does not. */
    static class LockedPutOnly<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();

        public LockedPutOnly(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key); // 1
            if (known != null) return known;
            V fetched = fetch.fetch(key);
            synchronized (this) {
                cache.put(key, fetched); // 2
            }
            return fetched;
        }
    }

    /** The reader locks, the writer does not. */
    static class LockedGetOnly<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();

        public LockedGetOnly(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private synchronized V lookUp(K key) {
            return cache.get(key); // 1
        }

        @Override
        public V get(K key) throws Exception {
            V known = lookUp(key);
            if (known != null) return known;
            V fetched = fetch.fetch(key);
            cache.put(key, fetched); // 2
            return fetched;
        }
    }

    /** Two locks, one for reading and one for writing. */
    static class TwoLocks<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final Object readLock = new Object();
        private final Object writeLock = new Object();

        public TwoLocks(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (readLock) {
                if (cache.containsKey(key)) return cache.get(key); // 1
            }
            V fetched = fetch.fetch(key);
            synchronized (writeLock) {
                cache.put(key, fetched); // 2
            }
            return fetched;
        }
    }

    /** A static synchronized method beside an instance one. */
    static class StaticAndInstanceLock<K, V> implements Memoizer<K, V> {
        private static final Map<Object, Object> cache = new HashMap<>();
        private final Fetch<K, V> fetch;

        public StaticAndInstanceLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private static synchronized void store(Object key, Object value) {
            cache.put(key, value); // 2
        }

        @SuppressWarnings("unchecked")
        private synchronized V load(K key) {
            return (V) cache.get(key); // 1
        }

        @Override
        public V get(K key) throws Exception {
            V known = load(key);
            if (known == null) store(key, known = fetch.fetch(key));
            return known;
        }
    }

    /** A new lock for each call. */
    static class NewLockPerCall<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();

        public NewLockPerCall(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Lock lock = new ReentrantLock();
            lock.lock();
            try {
                V known = cache.get(key); // 1
                if (known == null) {
                    known = fetch.fetch(key);
                    cache.put(key, known); // 2
                }
                return known;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Locks on a box that is replaced by each increment. */
    static class BoxedLock<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private Integer calls = 1000;

        public BoxedLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (calls) { // 1
                calls++; // 2
                V known = cache.get(key);
                if (known == null) cache.put(key, known = fetch.fetch(key));
                return known;
            }
        }
    }

    /** A lock for each key guards one map for all keys. */
    static class LockPerKey<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final ConcurrentMap<K, Object> locks = new ConcurrentHashMap<>();

        public LockPerKey(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (locks.computeIfAbsent(key, k -> new Object())) {
                V known = cache.get(key); // 1
                if (known == null) {
                    known = fetch.fetch(key);
                    cache.put(key, known); // 2
                }
                return known;
            }
        }
    }

    /** Locks on the key itself: equal keys need not be the same object, other keys are not. */
    static class LockOnKey<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();

        public LockOnKey(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (key) {
                V known = cache.get(key); // 1
                if (known == null) {
                    known = fetch.fetch(key);
                    cache.put(key, known); // 2
                }
                return known;
            }
        }
    }

    /** Stripes: eight locks over one map. */
    static class Stripes<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final Lock[] locks = new Lock[8];

        public Stripes(Fetch<K, V> fetch) {
            this.fetch = fetch;
            Arrays.setAll(locks, i -> new ReentrantLock());
        }

        @Override
        public V get(K key) throws Exception {
            Lock lock = locks[key.hashCode() & 7];
            lock.lock();
            try {
                if (!cache.containsKey(key)) cache.put(key, fetch.fetch(key)); // 1+2
                return cache.get(key);
            } finally {
                lock.unlock();
            }
        }
    }

    /** put under the read lock. */
    static class PutUnderReadLock<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final ReadWriteLock lock = new ReentrantReadWriteLock();

        public PutUnderReadLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            lock.readLock().lock();
            try {
                V known = cache.get(key); // 1
                if (known != null) return known;
                V fetched = fetch.fetch(key);
                cache.put(key, fetched); // 2
                return fetched;
            } finally {
                lock.readLock().unlock();
            }
        }
    }

    /** A least-recently-used map, whose get reorders it, under the read lock. */
    static class LruUnderReadLock<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new LinkedHashMap<>(16, 0.75f, true);
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

        public LruUnderReadLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            lock.readLock().lock();
            try {
                V known = cache.get(key); // 1+2
                if (known != null) return known;
            } finally {
                lock.readLock().unlock();
            }
            V fetched = fetch.fetch(key);
            lock.writeLock().lock();
            try {
                cache.put(key, fetched);
            } finally {
                lock.writeLock().unlock();
            }
            return fetched;
        }
    }

    /** The same by way of a subclass. */
    static class LruSubclassUnderReadLock<K, V> implements Memoizer<K, V> {
        private static class Lru<A, B> extends LinkedHashMap<A, B> {
            Lru() {
                super(32, 0.5f, true);
            }

            @Override
            protected boolean removeEldestEntry(Map.Entry<A, B> eldest) {
                return size() > 1000;
            }
        }

        private final Fetch<K, V> fetch;
        private final Lru<K, V> cache = new Lru<>();
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        private final ReentrantReadWriteLock.ReadLock reading = lock.readLock();
        private final ReentrantReadWriteLock.WriteLock writing = lock.writeLock();

        public LruSubclassUnderReadLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known;
            reading.lock();
            known = cache.get(key); // 1+2
            reading.unlock();
            if (known != null) return known;
            V fetched = fetch.fetch(key);
            writing.lock();
            cache.put(key, fetched);
            writing.unlock();
            return fetched;
        }
    }

    /** A weak map's get drops collected entries, so it is no mere reader. */
    static class WeakUnderReadLock<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final WeakHashMap<K, V> cache = new WeakHashMap<>();
        private final ReadWriteLock lock = new ReentrantReadWriteLock();

        public WeakUnderReadLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Lock mine = lock.readLock();
            mine.lock();
            try {
                V known = cache.get(key); // 1+2
                if (known != null) return known;
            } finally {
                mine.unlock();
            }
            V fetched = fetch.fetch(key);
            mine = lock.writeLock();
            mine.lock();
            try {
                cache.put(key, fetched);
                return fetched;
            } finally {
                mine.unlock();
            }
        }
    }

    /** An optimistic read that nobody validates. */
    static class OptimisticNotValidated<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final StampedLock lock = new StampedLock();
        private K lastKey;
        private V lastValue;

        public OptimisticNotValidated(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0 && Objects.equals(lastKey, key)) return lastValue; // 1
            V fetched = fetch.fetch(key);
            stamp = lock.writeLock();
            lastKey = key; // 2
            lastValue = fetched;
            lock.unlockWrite(stamp);
            return fetched;
        }
    }

    /** Validated too early: the second field is read after the validation. */
    static class OptimisticValidatedTooEarly<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final StampedLock lock = new StampedLock();
        private K lastKey;
        private V lastValue;

        public OptimisticValidatedTooEarly(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            long stamp = lock.tryOptimisticRead();
            K seen = lastKey;
            if (lock.validate(stamp)) {
                V value = lastValue; // 1
                if (key.equals(seen)) return value;
            }
            V fetched = fetch.fetch(key);
            stamp = lock.writeLock();
            try {
                lastKey = key;
                lastValue = fetched; // 2
            } finally {
                lock.unlockWrite(stamp);
            }
            return fetched;
        }
    }

    /** A concurrent map of entries whose plain fields are written after they were published. */
    static class EntryFilledAfterPublication<K, V> implements Memoizer<K, V> {
        private static class Entry<V> {
            V value;
            boolean done;
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

        public EntryFilledAfterPublication(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry = entries.computeIfAbsent(key, k -> new Entry<>());
            if (!entry.done) { // 1
                entry.value = fetch.fetch(key);
                entry.done = true; // 2
            }
            return entry.value;
        }
    }

    /** A counter beside a concurrent map. */
    static class PlainCounter<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentHashMap<K, V> cache = new ConcurrentHashMap<>();
        private int misses;

        public PlainCounter(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            misses++; // 1+2
            cache.put(key, value);
            return value;
        }
    }

    /** A static long counter. */
    static class StaticCounter<K, V> implements Memoizer<K, V> {
        static long hits;
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = Collections.synchronizedMap(new HashMap<>());

        public StaticCounter(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            hits += 1; // 1+2
            V known = cache.get(key);
            if (known == null) {
                known = fetch.fetch(key);
                cache.put(key, known);
            }
            return known;
        }
    }

    /** A synchronized map iterated without its lock. */
    static class SynchronizedMapIterated<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = Collections.synchronizedMap(new LinkedHashMap<>());

        public SynchronizedMapIterated(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            for (Map.Entry<K, V> entry : cache.entrySet()) // 1
                if (entry.getKey().equals(key)) return entry.getValue();
            V fetched = fetch.fetch(key);
            cache.put(key, fetched); // 2
            return fetched;
        }
    }

    /** The map behind the synchronized map, used directly. */
    static class BehindTheSynchronizedMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> raw = new HashMap<>();
        private final Map<K, V> cache = Collections.synchronizedMap(raw);

        public BehindTheSynchronizedMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = raw.get(key); // 1
            if (known == null) {
                known = fetch.fetch(key);
                cache.put(key, known); // 2
            }
            return known;
        }
    }

    /** Locks a synchronized map's wrapper, and by mistake the inner map elsewhere. */
    static class LockOnInnerMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> inner = new HashMap<>();
        private final Map<K, V> cache = Collections.synchronizedMap(inner);

        public LockOnInnerMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (inner) {
                Iterator<K> keys = cache.keySet().iterator();
                while (keys.hasNext()) { // 1
                    if (keys.next().equals(key)) break;
                }
            }
            V value = fetch.fetch(key);
            cache.put(key, value); // 2
            return value;
        }
    }

    /** A hash table's keys enumerated without its lock. */
    static class HashtableEnumerated<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Hashtable<K, V> cache = new Hashtable<>();

        public HashtableEnumerated(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            for (var keys = cache.keys(); keys.hasMoreElements(); ) // 1
                if (keys.nextElement().equals(key)) return cache.get(key);
            V value = fetch.fetch(key);
            cache.put(key, value); // 2
            return value;
        }
    }

    /** A volatile reference to a plain map. */
    static class VolatileMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private volatile Map<K, V> cache = new HashMap<>();

        public VolatileMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            if (cache.get(key) == null) { // 1
                V v = fetch.fetch(key);
                cache.put(key, v); // 2
            }
            return cache.get(key);
        }
    }

    /** Copy-on-write through a field that is not volatile. */
    static class CopyOnWritePlain<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private Map<K, V> cache = Map.of();

        public CopyOnWritePlain(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key); // 1
            if (known != null) return known;
            V fetched = fetch.fetch(key);
            synchronized (this) {
                Map<K, V> copy = new HashMap<>(cache);
                copy.put(key, fetched);
                cache = copy; // 2
            }
            return fetched;
        }
    }

    /** Double-checked locking without volatile. */
    static class DoubleChecked<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private ConcurrentHashMap<K, V> cache;

        public DoubleChecked(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private ConcurrentHashMap<K, V> cache() {
            if (cache == null) { // 1
                synchronized (this) {
                    if (cache == null) cache = new ConcurrentHashMap<>(); // 2
                }
            }
            return cache;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache().get(key);
            if (known == null) {
                known = fetch.fetch(key);
                cache().putIfAbsent(key, known);
            }
            return known;
        }
    }

    /** A latch that is counted down before the value is there. */
    static class LatchTooEarly<K, V> implements Memoizer<K, V> {
        private static final class Entry<V> {
            final CountDownLatch ready = new CountDownLatch(1);
            V value;
        }

        private final Fetch<K, V> fetch;
        private final Map<K, Entry<V>> entries = new HashMap<>();

        public LatchTooEarly(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> entry;
            boolean mine = false;
            synchronized (this) {
                entry = entries.get(key);
                if (entry == null) {
                    entries.put(key, entry = new Entry<>());
                    mine = true;
                }
            }
            if (mine) {
                entry.ready.countDown();
                entry.value = fetch.fetch(key); // 2
            } else {
                entry.ready.await();
            }
            return entry.value; // 1
        }
    }

    /** No await at all. */
    static class NoAwait<K, V> implements Memoizer<K, V> {
        static class Entry<V> {
            private final CountDownLatch ready = new CountDownLatch(1);
            private V value;

            V value() {
                return value; // 1
            }

            void set(V value) {
                this.value = value; // 2
                ready.countDown();
            }
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

        public NoAwait(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Entry<V> fresh = new Entry<>();
            Entry<V> known = entries.putIfAbsent(key, fresh);
            if (known == null) {
                fresh.set(fetch.fetch(key));
                return fresh.value();
            }
            return known.value();
        }
    }

    /** Waits for a plain flag by polling. */
    static class SpinsOnPlainFlag<K, V> implements Memoizer<K, V> {
        static class Slot<V> {
            boolean ready;
            V value;
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Slot<V>> slots = new ConcurrentHashMap<>();

        public SpinsOnPlainFlag(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Slot<V> slot = new Slot<>();
            Slot<V> other = slots.putIfAbsent(key, slot);
            if (other == null) {
                slot.value = fetch.fetch(key);
                slot.ready = true; // 2
                return slot.value;
            }
            while (!other.ready) Thread.sleep(1); // 1
            return other.value;
        }
    }

    /** An opaque write orders nothing before it. */
    static class OpaqueFlag<K, V> implements Memoizer<K, V> {
        static class Slot<V> {
            private static final VarHandle READY;

            static {
                try {
                    READY = MethodHandles.lookup().findVarHandle(Slot.class, "ready", boolean.class);
                } catch (ReflectiveOperationException e) {
                    throw new ExceptionInInitializerError(e);
                }
            }

            private boolean ready;
            private V value;
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Slot<V>> slots = new ConcurrentHashMap<>();

        public OpaqueFlag(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Slot<V> mine = new Slot<>();
            Slot<V> theirs = slots.putIfAbsent(key, mine);
            if (theirs == null) {
                mine.value = fetch.fetch(key); // 2
                Slot.READY.setOpaque(mine, true);
                return mine.value;
            }
            while (!(boolean) Slot.READY.getOpaque(theirs)) Thread.sleep(1);
            return theirs.value; // 1
        }
    }

    /** A VarHandle used in plain mode. */
    static class PlainVarHandle<K, V> implements Memoizer<K, V> {
        private static final VarHandle LAST;

        static {
            try {
                LAST = MethodHandles.lookup().findVarHandle(PlainVarHandle.class, "last", Object.class);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();
        private Object last;

        public PlainVarHandle(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known != null) return known;
            if (key.equals(LAST.get(this))) return null; // 1
            V value = fetch.fetch(key);
            LAST.set(this, key); // 2
            cache.put(key, value);
            return value;
        }
    }

    /** A release that meets a plain read instead of an acquire. */
    static class ReleaseWithoutAcquire<K, V> implements Memoizer<K, V> {
        private static final VarHandle MAP;

        static {
            try {
                MAP = MethodHandles.lookup().findVarHandle(ReleaseWithoutAcquire.class, "map", Map.class);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        private final Fetch<K, V> fetch;
        private Map<K, V> map = Map.of();

        public ReleaseWithoutAcquire(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = map.get(key); // 1
            if (known != null) return known;
            V value = fetch.fetch(key);
            synchronized (this) {
                Map<K, V> next = new HashMap<>(map);
                next.put(key, value);
                MAP.setRelease(this, next); // 2
            }
            return value;
        }
    }

    /** An atomic claim, but the loser does not wait for the winner. */
    static class AtomicClaim<K, V> implements Memoizer<K, V> {
        static class Cell<V> {
            final AtomicBoolean claimed = new AtomicBoolean();
            V value;
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Cell<V>> cells = new ConcurrentHashMap<>();

        public AtomicClaim(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Cell<V> cell = cells.computeIfAbsent(key, k -> new Cell<>());
            if (cell.claimed.compareAndSet(false, true)) cell.value = fetch.fetch(key); // 2
            return cell.value; // 1
        }
    }

    /** An array as the cache, without a lock. */
    static class ArrayOfSlots<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Object[] values = new Object[64];

        public ArrayOfSlots(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @SuppressWarnings("unchecked")
        @Override
        public V get(K key) throws Exception {
            int slot = Math.floorMod(key.hashCode(), values.length);
            Object[] pair = (Object[]) values[slot]; // 1
            if (pair != null && pair[0].equals(key)) return (V) pair[1];
            V value = fetch.fetch(key);
            values[slot] = new Object[] {key, value}; // 2
            return value;
        }
    }

    /** A one-element array, so that a lambda may write to it. */
    static class ArrayCapturedByLambda<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();
        private final Runnable count;

        public ArrayCapturedByLambda(Fetch<K, V> fetch) {
            this.fetch = fetch;
            long[] calls = {0};
            count = () -> calls[0]++; // 1+2
        }

        @Override
        public V get(K key) throws Exception {
            count.run();
            V known = cache.get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            V first = cache.putIfAbsent(key, value);
            return first != null ? first : value;
        }
    }

    /** Method references to the map's own methods. */
    static class MethodReferences<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Function<K, V> find;
        private final BiConsumer<K, V> keep;

        public MethodReferences(Fetch<K, V> fetch) {
            this.fetch = fetch;
            Map<K, V> cache = new HashMap<>();
            find = cache::get; // 1
            keep = cache::put; // 2
        }

        @Override
        public V get(K key) throws Exception {
            V known = find.apply(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            keep.accept(key, value);
            return value;
        }
    }

    /** Lambdas over the map. */
    static class Lambdas<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final Function<K, V> find = key -> cache.get(key); // 1
        private final BiConsumer<K, V> keep = (key, value) -> cache.put(key, value); // 2

        public Lambdas(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = find.apply(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            keep.accept(key, value);
            return value;
        }
    }

    /** The memo is itself a map. */
    static class ExtendsHashMap<K, V> extends HashMap<K, V> implements Memoizer<K, V> {
        private final transient Fetch<K, V> fetch;

        public ExtendsHashMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @SuppressWarnings("unchecked")
        @Override
        public V get(Object key) {
            V known = super.get(key); // 1
            if (known != null) return known;
            try {
                known = fetch.fetch((K) key);
            } catch (Exception e) {
                throw new IllegalArgumentException(e);
            }
            put((K) key, known); // 2
            return known;
        }
    }

    /** A view of the map leaks out of the lock. */
    static class LeakedView<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();

        public LeakedView(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private synchronized Set<K> known() {
            return cache.keySet();
        }

        @Override
        public V get(K key) throws Exception {
            if (!known().contains(key)) { // 1
                V value = fetch.fetch(key);
                synchronized (this) {
                    cache.put(key, value); // 2
                }
                return value;
            }
            synchronized (this) {
                return cache.get(key);
            }
        }
    }

    /** An unmodifiable view is a view all the same. */
    static class UnmodifiableView<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final Map<K, V> readOnly = Collections.unmodifiableMap(cache);

        public UnmodifiableView(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = readOnly.get(key); // 1
            if (known == null) {
                known = fetch.fetch(key);
                synchronized (cache) {
                    cache.put(key, known); // 2
                }
            }
            return known;
        }
    }

    /** Streams over a list of pairs. */
    static class StreamOverList<K, V> implements Memoizer<K, V> {
        private record Pair<K, V>(K key, V value) {}

        private final Fetch<K, V> fetch;
        private final List<Pair<K, V>> pairs = new ArrayList<>();

        public StreamOverList(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            var found = pairs.stream().filter(p -> p.key().equals(key)).map(Pair::value).findFirst(); // 1
            if (found.isPresent()) return found.get();
            V value = fetch.fetch(key);
            pairs.add(new Pair<>(key, value)); // 2
            return value;
        }
    }

    /** Waits on the wrong monitor: the value is written before, under no lock of the waiter. */
    static class NotifyWithoutGuard<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> done = new HashMap<>();
        private final Object lock = new Object();

        public NotifyWithoutGuard(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (lock) {
                if (done.containsKey(key)) return done.get(key); // 1
            }
            V value = fetch.fetch(key);
            done.put(key, value); // 2
            synchronized (lock) {
                lock.notifyAll();
            }
            return value;
        }
    }

    /** tryLock, and goes on without. */
    static class TryLockBypass<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final ReentrantLock lock = new ReentrantLock();

        public TryLockBypass(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            boolean locked = lock.tryLock();
            try {
                V known = cache.get(key); // 1
                if (known == null) cache.put(key, known = fetch.fetch(key)); // 2
                return known;
            } finally {
                if (locked) lock.unlock();
            }
        }
    }

    /** A semaphore of two permits keeps nobody out. */
    static class TwoPermits<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final Semaphore permits = new Semaphore(2);

        public TwoPermits(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            permits.acquire();
            try {
                V known = cache.get(key); // 1
                if (known != null) return known;
                V value = fetch.fetch(key);
                cache.put(key, value); // 2
                return value;
            } finally {
                permits.release();
            }
        }
    }

    /** A task that writes, and a caller that reads without waiting for its future. */
    static class FutureNotAwaited<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
        private Object last;

        public FutureNotAwaited(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V value = fetch.fetch(key);
            running.computeIfAbsent(key, k -> CompletableFuture.runAsync(() -> last = k)); // 2
            Object seen = last; // 1
            return seen == null ? value : value;
        }
    }

    /** A thread that is started but not joined. */
    static class ThreadNotJoined<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;

        public ThreadNotJoined(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Holder<V> holder = new Holder<>();
            V value = fetch.fetch(key);
            Thread writer = new Thread(() -> holder.value = value); // 2
            writer.start();
            while (writer.getPriority() > 0 && holder.tries++ < 3) Thread.sleep(1);
            return holder.value == null ? value : holder.value; // 1
        }

        private static class Holder<V> {
            V value;
            int tries;
        }
    }

    /** Publishes an object through a plain field; its fields are not final. */
    static class UnsafePublication<K, V> implements Memoizer<K, V> {
        private static class Pair {
            Object key;
            Object value;

            Pair(Object key, Object value) {
                this.key = key;
                this.value = value;
            }
        }

        private final Fetch<K, V> fetch;
        private Pair last;

        public UnsafePublication(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @SuppressWarnings("unchecked")
        @Override
        public V get(K key) throws Exception {
            Pair seen = last; // 1
            if (seen != null && seen.key.equals(key)) return (V) seen.value;
            V value = fetch.fetch(key);
            last = new Pair(key, value); // 2
            return value;
        }
    }

    /** An inner class with a mutable field of the outer one. */
    static class InnerClass<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Store store = new Store();
        private int size;

        public InnerClass(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private class Store {
            private final ConcurrentMap<K, V> map = new ConcurrentHashMap<>();

            void put(K key, V value) {
                map.put(key, value);
                size = map.size(); // 1+2
            }
        }

        @Override
        public V get(K key) throws Exception {
            V known = store.map.get(key);
            if (known != null) return known;
            V value = fetch.fetch(key);
            store.put(key, value);
            return value;
        }
    }

    /** The first caller creates the supplier lazily, in a plain field of a generic helper. */
    static class LazySupplier<K, V> implements Memoizer<K, V> {
        private static class Lazy<T> implements Supplier<T> {
            private final Supplier<T> source;
            private T value;

            Lazy(Supplier<T> source) {
                this.source = source;
            }

            @Override
            public T get() {
                if (value == null) value = source.get(); // 1+2
                return value;
            }
        }

        private final Fetch<K, V> fetch;
        private final Lazy<ConcurrentMap<K, V>> cache = new Lazy<>(ConcurrentHashMap::new);

        public LazySupplier(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get().get(key);
            if (known == null) {
                known = fetch.fetch(key);
                cache.get().put(key, known);
            }
            return known;
        }
    }

    /** An AtomicReference to a map that is changed in place. */
    static class AtomicReferenceToPlainMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final AtomicReference<Map<K, V>> cache = new AtomicReference<>(new HashMap<>());

        public AtomicReferenceToPlainMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get().get(key); // 1
            if (known != null) return known;
            V value = fetch.fetch(key);
            cache.get().put(key, value); // 2
            return value;
        }
    }

    /** Logs the map's text outside the lock. */
    static class TextOfMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private volatile String log = "";

        public TextOfMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            String text = "cache: " + cache; // 1
            V known;
            synchronized (this) {
                known = cache.get(key);
            }
            if (known == null) {
                known = fetch.fetch(key);
                synchronized (this) {
                    cache.put(key, known); // 2
                }
            }
            log = text;
            return known;
        }
    }

    /** Random eviction in an otherwise locked memo. */
    static class EvictsOutsideLock<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final AtomicInteger size = new AtomicInteger();

        public EvictsOutsideLock(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            synchronized (cache) {
                V known = cache.get(key); // 1
                if (known != null) return known;
            }
            V value = fetch.fetch(key);
            synchronized (cache) {
                cache.put(key, value);
                size.set(cache.size());
            }
            cache.entrySet().removeIf(e -> ThreadLocalRandom.current().nextInt(1000) > 1000); // 2
            return value;
        }
    }

    /** A parallel list of keys and values, only one of them locked. */
    static class TwoLists<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final List<K> keys = Collections.synchronizedList(new ArrayList<>());
        private final List<V> values = new ArrayList<>();

        public TwoLists(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            int at = keys.indexOf(key);
            if (at >= 0 && at < values.size()) return values.get(at); // 1
            V value = fetch.fetch(key);
            values.add(value); // 2
            keys.add(key);
            return value;
        }
    }

    /** A callable per key, run under no lock, that fills a plain field. */
    static class CallableEntry<K, V> implements Memoizer<K, V> {
        private class Task implements Callable<V> {
            private final K key;
            private V result;

            Task(K key) {
                this.key = key;
            }

            @Override
            public V call() throws Exception {
                if (result == null) result = fetch.fetch(key); // 1+2
                return result;
            }
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Task> tasks = new ConcurrentHashMap<>();

        public CallableEntry(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            return tasks.computeIfAbsent(key, Task::new).call();
        }
    }

    /** A thread-local beside a plain field makes no edge. */
    static class ThreadLocalBesidePlainField<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ThreadLocal<V> mine = new ThreadLocal<>();
        private Object lastKey;

        public ThreadLocalBesidePlainField(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            if (key.equals(lastKey) && mine.get() != null) return mine.get(); // 1
            mine.set(fetch.fetch(key));
            lastKey = key; // 2
            V value = mine.get();
            mine.remove();
            return value;
        }
    }

    /** Sleeping makes no edge either. */
    static class SleepsInstead<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private boolean busy;
        private final ConcurrentMap<K, V> cache = new ConcurrentHashMap<>();

        public SleepsInstead(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            for (int i = 0; i < 2 && busy; i++) java.util.concurrent.TimeUnit.MILLISECONDS.sleep(1); // 1
            busy = true; // 2
            V value = cache.get(key);
            if (value == null) value = fetch.fetch(key);
            java.util.concurrent.TimeUnit.MICROSECONDS.sleep(1);
            cache.put(key, value);
            busy = false;
            return value;
        }
    }

    /** A sorted view, made under the lock, walked without. */
    static class SubMapOutside<K extends Comparable<K>, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final TreeMap<K, V> cache = new TreeMap<>();
        private final ReentrantLock lock = new ReentrantLock();

        public SubMapOutside(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            Map<K, V> tail;
            lock.lock();
            try {
                tail = cache.tailMap(key, true).descendingMap();
            } finally {
                lock.unlock();
            }
            V known = tail.getOrDefault(key, null); // 1
            if (known != null) return known;
            V value = fetch.fetch(key);
            lock.lock();
            try {
                cache.put(key, value); // 2
            } finally {
                lock.unlock();
            }
            return value;
        }
    }

    /** A promise completed before its content is written. */
    static class CompletedTooEarly<K, V> implements Memoizer<K, V> {
        private static class Box<V> {
            V value;
        }

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, CompletableFuture<Box<V>>> cache = new ConcurrentHashMap<>();

        public CompletedTooEarly(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            CompletableFuture<Box<V>> mine = new CompletableFuture<>();
            CompletableFuture<Box<V>> other = cache.putIfAbsent(key, mine);
            if (other != null) return other.get().value; // 1
            Box<V> box = new Box<>();
            mine.complete(box);
            box.value = fetch.fetch(key); // 2
            return box.value;
        }
    }

    /** A list inside a concurrent map. */
    static class ListInsideConcurrentMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final ConcurrentMap<Integer, List<Object[]>> buckets = new ConcurrentHashMap<>();

        public ListInsideConcurrentMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @SuppressWarnings("unchecked")
        @Override
        public V get(K key) throws Exception {
            List<Object[]> bucket = buckets.computeIfAbsent(0, b -> new ArrayList<>());
            for (Object[] pair : bucket) if (pair[0].equals(key)) return (V) pair[1]; // 1
            V value = fetch.fetch(key);
            bucket.add(new Object[] {key, value}); // 2
            return value;
        }
    }

    /** A shared builder for the names of keys. */
    static class SharedBuilder<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final StringBuilder builder = new StringBuilder();
        private final ConcurrentMap<String, V> cache = new ConcurrentHashMap<>();

        public SharedBuilder(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private String name(K key) {
            builder.setLength(0); // 2
            builder.append(key);
            return builder.toString(); // 1
        }

        @Override
        public V get(K key) throws Exception {
            String name = name(key);
            V known = cache.get(name);
            if (known == null) cache.put(name, known = fetch.fetch(key));
            return known;
        }
    }

    /** Worker threads of an executor that share a plain map. */
    static class PoolSharesMap<K, V> implements Memoizer<K, V> {
        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private final java.util.concurrent.ExecutorService pool =
                java.util.concurrent.Executors.newFixedThreadPool(3, run -> {
            Thread thread = new Thread(run);
            thread.setDaemon(true);
            return thread;
        });

        public PoolSharesMap(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        private V load(K key) throws Exception {
            V known = cache.get(key); // 1
            if (known != null) return known;
            V value = fetch.fetch(key);
            cache.put(key, value); // 2
            return value;
        }

        @Override
        public V get(K key) throws Exception {
            return pool.submit(() -> load(key)).get();
        }
    }

    /** A synchronized getter and a setter that forgot it, in a record's helper class. */
    static class ForgottenSynchronized<K, V> implements Memoizer<K, V> {
        private static class Slot {
            private Object value;

            synchronized Object value() {
                return value; // 1
            }

            void value(Object value) {
                this.value = value; // 2
            }
        }

        private record Entry(Slot slot) {}

        private final Fetch<K, V> fetch;
        private final ConcurrentMap<K, Entry> cache = new ConcurrentHashMap<>();

        public ForgottenSynchronized(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @SuppressWarnings("unchecked")
        @Override
        public V get(K key) throws Exception {
            Slot slot = cache.computeIfAbsent(key, k -> new Entry(new Slot())).slot();
            if (slot.value() == null) slot.value(fetch.fetch(key));
            return (V) slot.value();
        }
    }
}
