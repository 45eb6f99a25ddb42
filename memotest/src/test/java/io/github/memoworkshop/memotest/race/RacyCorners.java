package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** More memos with a data race, in the corners of the language and of the library; marked as in {@link Racy}. */
@SuppressWarnings({"unused", "unchecked"})
final class RacyCorners {
    private RacyCorners() {}

    /** A record is immutable, the array in it is not. */
    static class RecordArrayWrittenLater<K, V> extends RaceFreeCorners.Base<K, V> {
        record Slot(Object[] content) {}
        final Map<K, Slot> map = new ConcurrentHashMap<>();

        public RecordArrayWrittenLater(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Slot s = map.computeIfAbsent(key, k -> new Slot(new Object[1]));
            if (s.content()[0] == null) // 1
                s.content()[0] = load(key); // 2
            return (V) s.content()[0];
        }
    }

    /** The clone of an array reads all of it. */
    static class CopiedWhileWritten<K, V> extends RaceFreeCorners.Base<K, V> {
        private final Object[] slots = new Object[64];

        public CopiedWhileWritten(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Object[] copy = slots.clone(); // 1
            int i = key.hashCode() & 63;
            if (copy[i] == null) {
                V v = load(key);
                synchronized (slots) {
                    slots[i] = v; // 2
                }
                return v;
            }
            return (V) copy[i];
        }
    }

    /** So does System.arraycopy. */
    static class ArraycopyUnlocked<K, V> extends RaceFreeCorners.Base<K, V> {
        private final Object[] slots = new Object[64];

        public ArraycopyUnlocked(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Object[] copy = new Object[64];
            System.arraycopy(slots, 0, copy, 0, 64); // 1
            int i = key.hashCode() & 63;
            if (copy[i] == null) {
                V v = load(key);
                synchronized (slots) {
                    slots[i] = v; // 2
                }
                return v;
            }
            return (V) copy[i];
        }
    }

    /** Arrays.fill writes. */
    static class FilledUnlocked<K, V> extends RaceFreeCorners.Base<K, V> {
        private final Object[] slots = new Object[64];

        public FilledUnlocked(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v = load(key);
            int i = key.hashCode() & 63;
            synchronized (slots) {
                if (slots[i] != null) // 1
                    return (V) slots[i];
            }
            Arrays.fill(slots, i, i + 1, v); // 2
            return v;
        }
    }

    /** A stream over an array. */
    static class StreamOfArray<K, V> extends RaceFreeCorners.Base<K, V> {
        record Pair(Object k, Object v) {}
        private final Pair[] pairs = new Pair[8];
        private int n;

        public StreamOfArray(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Stream<Pair> all = Arrays.stream(pairs); // 1
            Optional<Pair> p = all.filter(Objects::nonNull).filter(x -> x.k().equals(key)).findAny();
            if (p.isPresent()) return (V) p.get().v();
            V v = load(key);
            synchronized (this) {
                pairs[n++ & 7] = new Pair(key, v); // 2
            }
            return v;
        }
    }

    /** A collector over a list that others add to. */
    static class CollectorToPlainMap<K, V> extends RaceFreeCorners.Base<K, V> {
        private final List<Map.Entry<K, V>> entries = new LinkedList<>();

        public CollectorToPlainMap(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Map<K, V> m = entries.stream().collect( // 1
                    Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a));
            if (m.containsKey(key)) return m.get(key);
            V v = load(key);
            synchronized (entries) {
                entries.add(Map.entry(key, v)); // 2
            }
            return v;
        }
    }

    /** Entries of a skip list are published before they are filled. */
    static class SkipListEntryField<K extends Comparable<K>, V> extends RaceFreeCorners.Base<K, V> {
        static class Node<V> {
            V value;
            int reads;
        }

        final ConcurrentSkipListMap<K, Node<V>> map = new ConcurrentSkipListMap<>();

        public SkipListEntryField(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Node<V> n = map.computeIfAbsent(key, k -> new Node<>());
            V v = n.value; // 1
            if (v == null) {
                v = load(key);
                n.value = v; // 2
            }
            return v;
        }
    }

    /** A promise is completed, with a box that is filled afterwards. */
    static class WhenCompleteTooLate<K, V> extends RaceFreeCorners.Base<K, V> {
        static class Box<V> {
            V value;
        }

        final ConcurrentMap<K, CompletableFuture<Box<V>>> map = new ConcurrentHashMap<>();

        public WhenCompleteTooLate(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            Box<V> fresh = new Box<>();
            CompletableFuture<Box<V>> mine = new CompletableFuture<>();
            CompletableFuture<Box<V>> there = map.putIfAbsent(key, mine);
            if (there == null) {
                mine.whenComplete((b, e) -> {});
                mine.complete(fresh);
                fresh.value = load(key); // 2
                return fresh.value;
            }
            V v = there.get().value; // 1
            return v == null ? load(key) : v;
        }
    }

    /** Dependent stages of one future do not know of each other. */
    static class ThenAcceptNotAwaited<K, V> extends RaceFreeCorners.Base<K, V> {
        private Object last;
        final ConcurrentMap<K, CompletableFuture<V>> map = new ConcurrentHashMap<>();

        public ThenAcceptNotAwaited(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            CompletableFuture<V> f = map.computeIfAbsent(key, k -> CompletableFuture.completedFuture(load(k)));
            f.thenAcceptAsync(v -> last = v, task -> new Thread(task).start()).get(); // 1+2
            return f.get();
        }
    }

    /** A semaphore as the lock, for writers only. */
    static class SemaphoreOnWriteOnly<K, V> extends RaceFreeCorners.Base<K, V> {
        final Semaphore mutex = new Semaphore(1);
        final TreeMap<String, V> map = new TreeMap<>();

        public SemaphoreOnWriteOnly(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            V v = map.get(key.toString()); // 1
            if (v != null) return v;
            v = load(key);
            mutex.acquire();
            try {
                map.put(key.toString(), v); // 2
            } finally {
                mutex.release();
            }
            return v;
        }
    }

    /** Looks before it waits for the phase to end. */
    static class PhaserNotAwaited<K, V> extends RaceFreeCorners.Base<K, V> {
        static class Entry {
            final Phaser phaser = new Phaser(1);
            Object value;
        }

        private final ConcurrentMap<K, Entry> map = new ConcurrentHashMap<>();

        public PhaserNotAwaited(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Entry mine = new Entry();
            Entry e = map.putIfAbsent(key, mine);
            if (e == null) {
                V v = load(key);
                mine.value = v; // 2
                mine.phaser.arrive();
                return v;
            }
            Object v = e.value; // 1
            if (v == null) e.phaser.awaitAdvance(0);
            return v == null ? load(key) : (V) v;
        }
    }

    /** Every thread's own map is the same map. */
    static class SharedInThreadLocal<K, V> extends RaceFreeCorners.Base<K, V> {
        private static final Map<Object, Object> SHARED = new HashMap<>();
        private static final ThreadLocal<Map<Object, Object>> MINE = ThreadLocal.withInitial(() -> SHARED);

        public SharedInThreadLocal(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v = (V) MINE.get().get(key); // 1
            if (v == null) {
                v = load(key);
                MINE.get().put(key, v); // 2
            }
            return v;
        }
    }

    /** An enum with a body of its own for a constant. */
    enum Store {
        INSTANCE {
            @Override
            Object find(Object key) {
                return map.get(key); // 1
            }
        };
        final Map<Object, Object> map = new HashMap<>();
        abstract Object find(Object key);

        synchronized void put(Object key, Object value) {
            map.put(key, value); // 2
        }
    }

    /** The singleton is locked for writing only. */
    static class EnumStore<K, V> extends RaceFreeCorners.Base<K, V> {
        public EnumStore(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Object v = Store.INSTANCE.find(key);
            if (v == null) {
                v = load(key);
                Store.INSTANCE.put(key, v);
            }
            return (V) v;
        }
    }

    /** A local class that captures, with a lazy plain field. */
    static class LocalClassLazy<K, V> extends RaceFreeCorners.Base<K, V> {
        final ConcurrentMap<K, Supplier<V>> map = new ConcurrentHashMap<>();

        public LocalClassLazy(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            class Lazy implements Supplier<V> {
                V value;
                @Override
                public V get() {
                    if (value == null) // 1
                        value = load(key); // 2
                    return value;
                }
            }
            return map.computeIfAbsent(key, k -> new Lazy()).get();
        }
    }

    /** An anonymous subclass in access order, under the read lock. */
    static class AnonymousLru<K, V> extends RaceFreeCorners.Base<K, V> {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

        private final Map<K, V> lru = new LinkedHashMap<>(16, .75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> e) {
                return size() > 100;
            }
        };

        public AnonymousLru(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            lock.readLock().lock();
            try {
                V v = lru.get(key); // 1+2
                if (v != null) return v;
            } finally {
                lock.readLock().unlock();
            }
            V v = load(key);
            lock.writeLock().lock();
            try {
                lru.put(key, v);
            } finally {
                lock.writeLock().unlock();
            }
            return v;
        }
    }

    /** A guard in try-with-resources that is closed before the value is read. */
    static class GuardClosedTooEarly<K, V> extends RaceFreeCorners.Base<K, V> {
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

        public GuardClosedTooEarly(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            boolean known;
            try (Guard g = guard()) {
                known = map.containsKey(key);
            }
            if (known) return map.get(key); // 1
            V v = load(key);
            try (Guard g = guard()) {
                map.put(key, v); // 2
            }
            return v;
        }
    }

    /** The project's own map, without a lock. */
    static class OwnAbstractMapPlain<K, V> extends RaceFreeCorners.Base<K, V> {
        static class ListMap<K, V> extends AbstractMap<K, V> {
            private final Set<Map.Entry<K, V>> entries = new LinkedHashSet<>();
            @Override
            public V put(K k, V v) {
                entries.add(new SimpleEntry<>(k, v)); // 1+2
                return null;
            }
            @Override
            public Set<Map.Entry<K, V>> entrySet() {
                return entries;
            }
        }

        private final ListMap<K, V> map = new ListMap<>();

        public OwnAbstractMapPlain(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v = map.get(key);
            if (v != null) return v;
            v = load(key);
            map.put(key, v);
            return v;
        }
    }

    /** A timer's task writes to a plain field. */
    static class TimerWrites<K, V> extends RaceFreeCorners.Base<K, V> {
        private static final java.util.Timer TIMER = new java.util.Timer(true);
        private Object last;
        private final Map<K, V> map = new ConcurrentHashMap<>();

        public TimerWrites(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) throws Exception {
            Object seen = last; // 1
            V v = map.computeIfAbsent(key, this::load);
            CountDownLatch l = new CountDownLatch(1);
            TIMER.schedule(new TimerTask() {
                @Override
                public void run() {
                    last = v; // 2
                    l.countDown();
                }
            }, 0);
            l.await();
            return v;
        }
    }

    /** Walks over the entries of a concurrent map and looks into their plain fields. */
    static class PlainFieldInChmValues<K, V> extends RaceFreeCorners.Base<K, V> {
        static final class Node<K, V> {
            final K key;
            V value;
            Node(K k) {
                key = k;
            }
        }

        private final ConcurrentMap<K, Node<K, V>> map = new ConcurrentHashMap<>();

        public PlainFieldInChmValues(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            for (Node<K, V> n : map.values()) {
                if (n.value != null && n.key.equals(key)) return n.value; // 1
            }
            Node<K, V> n = map.computeIfAbsent(key, Node::new);
            V v = load(key);
            synchronized (n) {
                n.value = v; // 2
            }
            return v;
        }
    }

    /** A map in an interface is static, and shared by all. */
    interface Cache<K, V> {
        Map<Object, Object> SHARED = new HashMap<>();
        V raw(K key) throws Exception;

        default V cached(K key) throws Exception {
            Object v = SHARED.get(key); // 1
            if (v == null) {
                v = raw(key);
                SHARED.put(key, v); // 2
            }
            return (V) v;
        }
    }

    /** Default methods over it. */
    static class InterfaceDefault<K, V> extends RaceFreeCorners.Base<K, V> implements Cache<K, V> {
        public InterfaceDefault(Fetch<K, V> f) {
            super(f);
        }

        public V raw(K key) throws Exception {
            return fetch.fetch(key);
        }

        public V get(K key) throws Exception {
            return cached(key);
        }
    }

    /** A subclass reads its superclass's fields without the lock. */
    static class InheritedField<K, V> extends InheritedField0<K, V> {
        public InheritedField(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v = lastKey != null && lastKey.equals(key) ? lastValue : null; // 1
            if (v != null) return v;
            v = load(key);
            remember(key, v);
            return v;
        }
    }

    /** Writes under its lock. */
    abstract static class InheritedField0<K, V> extends RaceFreeCorners.Base<K, V> {
        protected K lastKey;
        protected V lastValue;

        protected InheritedField0(Fetch<K, V> f) {
            super(f);
        }

        protected final synchronized void remember(K k, V v) {
            lastKey = k; // 2
            lastValue = v;
        }
    }

    /** The reader validates, but a map may break while it is read. */
    static class ReadOfAMapUnderOptimistic<K, V> extends RaceFreeCorners.Base<K, V> {
        private final StampedLock lock = new StampedLock();
        private final Map<K, V> map = new HashMap<>();

        public ReadOfAMapUnderOptimistic(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            long s = lock.tryOptimisticRead();
            V v = map.get(key); // 1
            if (lock.validate(s) && v != null) return v;
            v = load(key);
            long w = lock.writeLock();
            try {
                map.put(key, v); // 2
            } finally {
                lock.unlockWrite(w);
            }
            return v;
        }
    }

    /** The reader never validates. */
    static class ReadUnderOptimisticOnly<K, V> extends RaceFreeCorners.Base<K, V> {
        private final StampedLock lock = new StampedLock();
        private final Map<K, V> map = new HashMap<>();

        public ReadUnderOptimisticOnly(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            long s = lock.tryOptimisticRead();
            V v = map.get(key); // 1
            if (v != null) return v;
            v = load(key);
            long w = lock.writeLock();
            try {
                map.put(key, v); // 2
            } finally {
                lock.unlockWrite(w);
            }
            return v;
        }
    }

    /** Rows of an array, locked for writing only. */
    static class TwoDimensional<K, V> extends RaceFreeCorners.Base<K, V> {
        private final Object[][] rows = new Object[4][2];

        public TwoDimensional(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Object[] row = rows[key.hashCode() & 3];
            if (row[0] != null && row[0].equals(key)) return (V) row[1]; // 1
            V v = load(key);
            synchronized (row) {
                row[0] = key; // 2
                row[1] = v;
            }
            return v;
        }
    }

    /** A plain enum field, in a switch expression. */
    static class SwitchExpr<K, V> extends RaceFreeCorners.Base<K, V> {
        enum Kind {
            NEW, OLD
        }

        private Kind kind = Kind.NEW;
        private final ConcurrentMap<K, V> map = new ConcurrentHashMap<>();

        public SwitchExpr(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v = map.computeIfAbsent(key, this::load);
            return switch (kind) { // 1
                case NEW -> {
                    kind = Kind.OLD; // 2
                    yield v;
                }
                case OLD -> v;
            };
        }
    }

    /** An iterator, made under the lock, used without. */
    static class IteratorRemovesOutside<K, V> extends RaceFreeCorners.Base<K, V> {
        private final LinkedHashMap<K, V> map = new LinkedHashMap<>();

        public IteratorRemovesOutside(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            V v;
            synchronized (map) {
                v = map.get(key); // 1
            }
            if (v != null) return v;
            v = load(key);
            Iterator<Map.Entry<K, V>> it;
            synchronized (map) {
                map.put(key, v);
                it = map.entrySet().iterator();
            }
            it.next().setValue(v); // 2
            return v;
        }
    }

    /** An Optional in a plain field of the entry. */
    static class OptionalInField<K, V> extends RaceFreeCorners.Base<K, V> {
        private final Map<K, Holder<V>> map = new ConcurrentHashMap<>();

        static final class Holder<V> {
            Optional<V> value = Optional.empty();
        }

        public OptionalInField(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            Holder<V> h = map.computeIfAbsent(key, k -> new Holder<>());
            return h.value.orElseGet(() -> { // 1
                V v = load(key);
                h.value = Optional.of(v); // 2
                return v;
            });
        }
    }

    /** Signals a condition, having written outside the lock. */
    static class ConditionWithoutGuard<K, V> extends RaceFreeCorners.Base<K, V> {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition ready = lock.newCondition();
        private final Map<K, V> map = new HashMap<>();

        public ConditionWithoutGuard(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            lock.lock();
            try {
                if (map.containsKey(key)) return map.get(key); // 1
            } finally {
                lock.unlock();
            }
            V v = load(key);
            map.put(key, v); // 2
            lock.lock();
            try {
                ready.signalAll();
            } finally {
                lock.unlock();
            }
            return v;
        }
    }

    /** An array behind a list. */
    static class AsListShared<K, V> extends RaceFreeCorners.Base<K, V> {
        private final Object[] array = new Object[4];
        private final List<Object> view = Arrays.asList(array);

        public AsListShared(Fetch<K, V> f) {
            super(f);
        }

        public V get(K key) {
            int i = key.hashCode() & 3;
            if (view.get(i) == null) // 1
                view.set(i, load(key)); // 2
            return (V) view.get(i);
        }
    }
}
