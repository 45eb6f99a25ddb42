package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Detector.Call;
import io.github.memoworkshop.memotest.race.Detector.Held;
import io.github.memoworkshop.memotest.race.Detector.Watched;
import io.github.memoworkshop.memotest.race.Shadow.Clock;
import io.github.memoworkshop.memotest.race.Variable.Optimistic;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.*;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import org.objectweb.asm.Type;

/**
 * What calls of library methods mean: which of them read or write a collection, and which happens-before edges they make
 * according to JLS 17.4.5 and the section "Memory Consistency Properties" of the package documentation of
 * java.util.concurrent. Decided by the class of the receiver and the name of the method. Guarded by the {@link Detector}.
 */
final class LibraryCalls {
    /** Flag in the site of a call of super, which no override can catch. */
    static final int SUPER = 1;

    private static final Pattern WRITES = Pattern.compile("(put|add|remove|clear|set|poll|push|pop|offer|compute|merge|replace|retain"
            + "|sort|insert|append|delete|reverse|flip|and|or|xor|drain|trim|ensure).*");
    private static final Pattern VIEWS = Pattern.compile("keySet|values|entrySet|(sub|head|tail|descending)(Map|Set|List|KeySet)|navigableKeySet"
            + "|reversed|sequenced.*|comparator|stream|parallelStream|spliterator|descendingIterator|elements|keys");
    private static final Pattern ACQUIRES = Pattern.compile("get(?!And).*|peek.*|contains.*|size|isEmpty|is[A-Z].*|iterator|has(Next|MoreElements)|next.*"
            + "|await.*|acquire.*|tryAcquire.*|forEach.*|to(Array|String|List)|hashCode|equals|first.*|last.*|element|.*Value|sum.*"
            + "|mappingCount|indexOf|lastIndexOf|search.*|reduce.*|" + VIEWS);
    private static final Pattern RELEASES = Pattern.compile("set(?!Plain|Opaque).*|lazySet|countDown|release.*");
    private static final Pattern NO_EDGE = Pattern.compile(".*(Plain|Opaque)");
    private static final Set<String> KEYED = Set.of("get", "put", "putIfAbsent", "remove", "replace", "compute", "computeIfAbsent",
            "computeIfPresent", "merge", "containsKey", "getOrDefault");
    private static final Pattern READS_ARGUMENTS = Pattern.compile("(add|put|remove|retain|contains)All|copyOf|concat|valueOf|join|format|println?|append");

    private final Detector detector;
    /** For each descriptor, which parameters may be callbacks: those of a type that says so. */
    private final Map<String, boolean[]> typed = new ConcurrentHashMap<>();

    LibraryCalls(Detector detector) {
        this.detector = detector;
    }

    void before(Call c) {
        String name = c.site.name();
        if (name.equals("<init>")) {
            constructor(c);
            return;
        }
        if (c.receiver == null) {
            statik(c);
            return;
        }
        if (c.receiver instanceof Lambdas.Wrapper || c.receiver instanceof ThreadLocal || hasOwnBody(c)) return;
        if (c.receiver instanceof TimeUnit) {
            if (name.equals("timedJoin")) c.after = result -> joined(c.thread, (Thread) c.arguments[0]);
            return;
        }
        Shadow s = detector.shadow(c.receiver);
        Class<?> type = s.root().type;
        if (name.equals("wait") && c.site.owner().equals("java/lang/Object")) {
            Watched t = c.thread;
            t.release(s.clock(Clock.MONITOR));
            always(c, () -> t.acquire(s.clock(Clock.MONITOR)));
        } else if (s.lock != null || isA(type, Lock.class, ReadWriteLock.class, StampedLock.class)) {
            lock(c, s, name);
        } else if (s.field != null) {
            accessByName(c, s);
        } else if (type == VarHandle.class || VarHandle.class.isAssignableFrom(type)) {
            accessArray(c);
        } else if (MethodHandles.Lookup.class == type) {
            names(c);
        } else if (Thread.class.isAssignableFrom(type)) {
            thread(c, s);
        } else if (isA(type, Future.class, CompletionStage.class, Executor.class, CompletionService.class, Timer.class, ThreadFactory.class)
                || type.getName().startsWith("java.lang.Thread")) {
            future(c, s);
        } else if (s.mutex != null || isA(type, Hashtable.class, Vector.class, StringBuffer.class)) {
            synchronizedCollection(c, s);
        } else if (type.getName().startsWith("java.util.concurrent.")) {
            concurrent(c, s.root());
        } else if (isContainer(type)) {
            access(c, s, name);
            if (c.receiver instanceof BaseStream<?, ?>) both(c, s.root().clock(Clock.SOME));
            views(c, s);
            readArguments(c);
        } else if (!isPlatform(type) && type != Object.class && !Set.of("equals", "hashCode", "toString").contains(name)) {
            thirdParty(c, s.root());
        } else {
            readArguments(c);
        }
    }

    /** Whether the method that will run is the code under test's own, which tells by itself what it does. */
    private boolean hasOwnBody(Call c) {
        if (c.site.flags() == SUPER) return false;
        for (Class<?> k = c.receiver.getClass(); detector.isUnderTest(k); k = k.getSuperclass())
            for (var method : k.getDeclaredMethods())
                if (method.getName().equals(c.site.name()) && method.getParameterCount() == c.arguments.length) return true;
        return false;
    }

    // ---- Calls without a receiver ----

    private void constructor(Call c) {
        String owner = c.site.owner();
        readArguments(c);
        List<Shadow> tasks = tasks(c);
        boolean accessOrder = owner.equals("java/util/LinkedHashMap") && c.arguments.length == 3 && Boolean.TRUE.equals(c.arguments[2]);
        if (!accessOrder && tasks.isEmpty()) return;
        tasks.forEach(task -> begin(c.thread, task));
        c.after = result -> {
            if (result == null) return;
            Shadow made = detector.shadow(result);
            made.accessOrder = accessOrder;
            for (Shadow task : tasks) {
                made.outcomeOf.add(task);
                if (made.type.getName().startsWith("java.util.concurrent.") && !(result instanceof Future)) {
                    task.starts.add(made.clock(Clock.SOME));
                    task.ends.add(made.clock(Clock.SOME));
                }
            }
        };
    }

    private void statik(Call c) {
        String owner = c.site.owner();
        String name = c.site.name();
        Watched t = c.thread;
        if (owner.equals("java/util/Collections") || owner.equals("java/util/Arrays")) {
            if (name.matches("(synchronized|unmodifiable|checked|asList|enumeration|list|newSetFromMap|asLifoQueue).*")) {
                if (c.arguments.length == 0 || c.arguments[0] == null) return;
                Shadow inner = detector.shadow(c.arguments[0]);
                c.after = result -> {
                    Shadow made = detector.shadow(result);
                    if (result != c.arguments[0]) made.belongsTo(inner);
                    made.mutex = name.startsWith("synchronized") ? made : inner.mutex;
                };
            } else {
                boolean writes = name.matches("sort|shuffle|reverse|swap|fill|addAll|rotate|replaceAll|copy");
                for (int i = 0; i < c.arguments.length; i++) readArgument(c, c.arguments[i], writes && i == 0);
            }
        } else if (owner.equals("java/lang/Thread") && name.equals("interrupted")) {
            c.after = result -> t.acquire(detector.shadow(Thread.currentThread()).clock(Clock.INTERRUPT));
        } else if (name.equals("newUpdater")) {
            names(c);
        } else if (owner.startsWith("java/util/concurrent/") || owner.equals("java/lang/Thread")) {
            future(c, null);
        } else if (!owner.startsWith("java/")) {
            both(c, detector.staticsOf(owner).clock(Clock.END));
        } else {
            readArguments(c);
        }
    }

    /** An object from outside the JDK is taken for thread safe, and so is all that it hands out: views, futures and the like. */
    private void thirdParty(Call c, Shadow s) {
        both(c, s.clock(Clock.END));
        c.after = c.after.andThen(result -> {
            if (result instanceof Future) detector.shadow(result).outcomeOf.add(s);
            else if (result != null && !isPlatform(detector.libraryType(result.getClass()))) detector.shadow(result).belongsTo(s);
        });
    }

    // ---- Locks ----

    private void lock(Call c, Shadow s, String name) {
        Shadow lock = s.lock != null ? s.lock : s;
        Watched t = c.thread;
        boolean stamped = lock.type == StampedLock.class && s == lock;
        Clock half = stamped ? (name.contains("ead") ? Clock.SHARED : Clock.EXCLUSIVE) : s.shared ? Clock.SHARED : Clock.EXCLUSIVE;
        if (name.equals("newCondition") || !stamped && name.matches("readLock|writeLock") || name.matches("as.*Lock")) {
            c.after = result -> {
                Shadow made = detector.shadow(result);
                made.lock = lock;
                made.shared = name.matches("(read|asRead)Lock");
            };
        } else if (name.equals("tryOptimisticRead")) {
            c.after = stamp -> {
                t.acquire(lock.clock(Clock.EXCLUSIVE));
                t.optimistic = new Optimistic();
            };
        } else if (name.equals("validate")) {
            c.after = valid -> settle(t);
        } else if (name.startsWith("tryConvert")) {
            c.after = stamp -> {
                if ((Long) stamp == 0) return;
                settle(t);
                for (Held held : List.copyOf(t.held))
                    if (held.lock() == lock) detector.released(t, lock, held.shared() ? Clock.SHARED : Clock.EXCLUSIVE);
                if (!name.contains("Optimistic")) detector.acquired(t, lock, half, c.receiver);
                else t.optimistic = new Optimistic();
            };
        } else if (name.startsWith("unlock") || name.startsWith("tryUnlock")) {
            boolean either = stamped && name.equals("unlock");
            boolean reading = t.held.stream().anyMatch(held -> held.lock() == lock && held.shared());
            detector.released(t, lock, either && reading ? Clock.SHARED : half);
        } else if (c.receiver instanceof Condition && name.startsWith("await")) {
            t.release(lock.clock(Clock.EXCLUSIVE));
            always(c, () -> {
                t.acquire(lock.clock(Clock.EXCLUSIVE));
                t.acquire(lock.clock(Clock.SHARED));
            });
        } else if (name.matches("(lock|tryLock|readLock|tryReadLock|writeLock|tryWriteLock)(Interruptibly)?")) {
            c.after = result -> {
                boolean got = result == null || Boolean.TRUE.equals(result) || result instanceof Long stamp && stamp != 0;
                if (got) detector.acquired(t, lock, half, c.receiver);
            };
        }
    }

    private static void settle(Watched t) {
        if (t.optimistic != null) t.optimistic.settled = true;
        t.optimistic = null;
    }

    // ---- Fields by name: VarHandle and field updaters ----

    private void names(Call c) {
        if (!c.site.name().matches("find(Static)?VarHandle|newUpdater")) return;
        Class<?> owner = (Class<?>) c.arguments[0];
        String field = (String) Arrays.stream(c.arguments).filter(String.class::isInstance).findFirst().orElseThrow();
        c.after = result -> {
            Class<?> declaring = owner;
            while (Arrays.stream(declaring.getDeclaredFields()).noneMatch(f -> f.getName().equals(field))) declaring = declaring.getSuperclass();
            Shadow made = detector.shadow(result);
            made.fieldOwner = declaring.getName().replace('.', '/');
            made.field = made.fieldOwner + "." + field;
        };
    }

    private void accessByName(Call c, Shadow s) {
        Object object = c.arguments.length > 0 && c.arguments[0] != null && !isStatic(c.receiver) ? c.arguments[0] : null;
        Shadow owner = detector.ownerOf(object, s.fieldOwner, c.thread);
        accessAtomically(c, owner, s.field, () -> Detector.simple(s.field));
    }

    private static boolean isStatic(Object handle) {
        return handle instanceof VarHandle v && v.coordinateTypes().isEmpty();
    }

    private void accessArray(Call c) {
        if (c.arguments.length < 2 || c.arguments[0] == null || !c.arguments[0].getClass().isArray()) return;
        Object array = c.arguments[0];
        accessAtomically(c, detector.shadow(array), c.arguments[1], () -> detector.nameOf(array) + "[" + c.arguments[1] + "]");
    }

    private void accessAtomically(Call c, Shadow owner, Object variable, Supplier<String> display) {
        String name = c.site.name();
        Watched t = c.thread;
        if (!name.matches("(get|set|lazySet|compareAnd|weakCompareAnd|update|accumulate|increment|decrement|add).*")) return;
        boolean handle = c.receiver instanceof VarHandle;
        boolean plain = handle && name.matches("get|set");
        boolean write = !name.matches("get(Volatile|Acquire|Opaque)?");
        VectorClock clock = owner.clock(variable);
        if (!plain && !NO_EDGE.matcher(name).matches()) {
            if (write && !name.endsWith("Acquire")) t.release(clock);
            if (!name.matches("set.*|lazySet|.*Release")) c.after = result -> t.acquire(clock);
        }
        if (name.endsWith("IfAbsent")) return;
        detector.access(t, c.time, c.site, owner, variable, write, !plain, display);
        guard(c, List.of(clock), List.of(clock));
    }

    // ---- Threads, tasks and futures ----

    private void thread(Call c, Shadow s) {
        Watched t = c.thread;
        switch (c.site.name()) {
            case "start" -> begin(t, s);
            case "interrupt" -> t.release(s.clock(Clock.INTERRUPT));
            case "isInterrupted" -> c.after = result -> t.acquire(s.clock(Clock.INTERRUPT));
            case "join", "isAlive", "getState" -> c.after = result -> joined(t, (Thread) c.receiver);
            default -> { }
        }
    }

    private void joined(Watched t, Thread thread) {
        if (thread.isAlive()) return;
        Watched ended = detector.watched(thread);
        if (ended != null) t.acquire(ended.clock);
        detector.acquireOutcome(t, detector.shadow(thread));
    }

    /** Hands tasks on, or waits for them. The receiver is a future, an executor or the like, or null in a static call. */
    private void future(Call c, Shadow s) {
        String name = c.site.name();
        Watched t = c.thread;
        List<Shadow> tasks = tasks(c);
        List<Shadow> futures = new ArrayList<>();
        everyArgument(c, (argument, isTyped) -> {
            if (argument instanceof Future || argument instanceof CompletionStage) futures.add(detector.shadow(argument));
        });
        boolean isExecutor = c.receiver instanceof Executor;
        if (!isExecutor && s != null && c.receiver instanceof Future) futures.add(s);
        for (Shadow task : tasks) {
            begin(t, task);
            if (!isExecutor) for (Shadow future : futures) if (future != task) task.waitsFor.add(future);
            if (isExecutor || c.receiver instanceof CompletionService) s.outcomeOf.add(task);
        }
        boolean waits = false;
        if (s != null) {
            waits = isExecutor ? name.matches("awaitTermination|close|isTerminated|awaitQuiescence") && tasks.isEmpty()
                    : name.matches("get|join|getNow|resultNow|exceptionNow|is.*|invoke|quietlyJoin|quietlyInvoke|take|poll|getRawResult|state");
            if (name.equals("fork")) begin(t, s);
            if (name.matches("complete.*|obtrude.*|cancel|set.*|run|runAndReset|quietlyComplete")) t.release(s.clock(Clock.END));
        } else if (name.equals("completedFuture")) {
            c.after = result -> t.release(detector.shadow(result).clock(Clock.END));
            return;
        }
        boolean waitsForTasks = name.matches("invoke(All|Any)?");
        boolean waitsForReceiver = waits;
        Runnable wait = () -> {
            if (waitsForReceiver) detector.acquireOutcome(t, s);
            if (waitsForTasks) for (Shadow task : tasks) detector.acquireOutcome(t, task);
        };
        c.thrown = wait;
        c.after = result -> {
            if (!Boolean.FALSE.equals(result)) wait.run();
            boolean many = name.equals("invokeAll") && result != null;
            Collection<?> results = many ? (Collection<?>) result : result == null ? List.of() : List.of(result);
            for (Object one : results) {
                if (!(one instanceof Future) && !(one instanceof Thread) && (tasks.isEmpty() || waitsForTasks)) continue;
                Shadow made = detector.shadow(one);
                for (Shadow task : tasks) if (task != made) made.outcomeOf.add(task);
                if (!isExecutor && !waitsForReceiver) for (Shadow future : futures) if (future != made) made.outcomeOf.add(future);
            }
        };
    }

    /** What the thread did so far happens before the task's start. */
    private void begin(Watched t, Shadow task) {
        t.release(task.clock(Clock.START));
        // A FutureTask, thread or wrapped task runs the tasks it was made of.
        for (Shadow part : task.parts()) if (part.isTask()) t.release(part.clock(Clock.START));
    }

    /** What a callback acquires when it begins and releases when it ends, in this thread during this call or in any other. */
    private void guard(Call c, List<VectorClock> acquires, List<VectorClock> releases) {
        c.acquires = acquires;
        c.releases = releases;
        for (Shadow task : tasks(c)) {
            task.starts.addAll(acquires);
            task.ends.addAll(releases);
        }
    }

    /** The arguments that the callee may call back. */
    private List<Shadow> tasks(Call c) {
        List<Shadow> tasks = new ArrayList<>(0);
        everyArgument(c, (argument, isTyped) -> {
            if (isTyped && !(argument instanceof CompletionStage) && (argument instanceof Lambdas.Wrapper || detector.isUnderTest(argument.getClass())
                    || !detector.shadow(argument).outcomeOf.isEmpty())) tasks.add(detector.shadow(argument));
        });
        return tasks;
    }

    private void everyArgument(Call c, BiConsumer<Object, Boolean> action) {
        boolean[] isTyped = typed.computeIfAbsent(c.site.desc(), desc -> {
            Type[] types = Type.getArgumentTypes(desc);
            boolean[] result = new boolean[types.length];
            for (int i = 0; i < types.length; i++)
                result[i] = types[i].getSort() == Type.OBJECT && !types[i].getClassName().matches("java.lang.(Object|String|Class)");
            return result;
        });
        boolean spread = c.receiver instanceof Executor || c.site.owner().matches("java/util/concurrent/(ForkJoin.*|CompletableFuture)");
        for (int i = 0; i < c.arguments.length; i++) {
            Object argument = c.arguments[i];
            if (argument == null) continue;
            Collection<?> parts = !spread ? null : argument instanceof Object[] array ? Arrays.asList(array) : argument instanceof Collection<?> many ? many : null;
            if (parts != null) parts.stream().filter(Objects::nonNull).forEach(part -> action.accept(part, true));
            else action.accept(argument, isTyped[i]);
        }
    }

    // ---- Collections ----

    private void synchronizedCollection(Call c, Shadow s) {
        String name = c.site.name();
        Watched t = c.thread;
        Shadow mutex = s.mutex != null ? s.mutex : s.root();
        views(c, s);
        Class<?> direct = s.type;
        boolean locks = s.mutex != null && !name.matches("iterator|listIterator|spliterator|stream|parallelStream")
                || isA(direct, Hashtable.class, StringBuffer.class) || isA(s.root().type, Vector.class);
        if (!locks) {
            access(c, s, name);
            return;
        }
        readArguments(c);
        VectorClock monitor = mutex.clock(Clock.MONITOR);
        t.release(monitor);
        guard(c, List.of(monitor), List.of(monitor));
        Held held = new Held(mutex, false, c.receiver);
        c.held = held;
        Runnable inside = () -> {
            t.acquire(monitor);
            t.held.add(held);
            accessAt(c, c.time, s, name);
            t.held.remove(held);
        };
        c.thrown = inside;
        c.after = c.after.andThen(result -> inside.run());
    }

    /** Any other class of java.util.concurrent: releases before, acquires after, unless its name tells that it does only one. */
    private void concurrent(Call c, Shadow s) {
        String name = c.site.name();
        Watched t = c.thread;
        boolean isMap = ConcurrentMap.class.isAssignableFrom(s.type);
        boolean isCollection = isMap || Collection.class.isAssignableFrom(s.type);
        boolean perKey = c.arguments.length > 0 && isComparable(c.arguments[0])
                && (isMap && KEYED.contains(name) && c.receiver instanceof Map || s.type.getName().matches(".*Atomic\\w+Array"));
        boolean acquires = !RELEASES.matcher(name).matches();
        boolean releases = !ACQUIRES.matcher(name).matches() || CyclicBarrier.class.isAssignableFrom(s.type);
        if (isCollection) {
            views(c, s);
            readArguments(c);
        }
        if (NO_EDGE.matcher(name).matches()) return;
        VectorClock main = perKey ? s.clock(new Key(c.arguments[0])) : s.clock(Clock.SOME);
        VectorClock all = s.clock(Clock.ALL);
        if (releases) {
            VectorClock now = new VectorClock();
            t.release(now);
            main.join(now);
            all.join(now);
        }
        // What concerns all keys at once, clear() or an iterator's remove(), concerns this one, too.
        List<VectorClock> seen = List.of(perKey ? main : all, s.clock(Clock.SOME));
        guard(c, seen, List.of(main, all));
        if (acquires) always(c, () -> seen.forEach(t::acquire));
    }

    /** Keys of the code under test are not compared here, lest their methods wait for a lock while the detector's is held. */
    private boolean isComparable(Object key) {
        return key != null && !detector.isUnderTest(key.getClass());
    }

    private record Key(Object key) {}

    private void access(Call c, Shadow s, String name) {
        accessAt(c, c.time, s, name);
    }

    private void accessAt(Call c, int time, Shadow s, String name) {
        if (VIEWS.matcher(name).matches() && !(c.receiver instanceof BaseStream) || name.equals("getKey")) return;
        Shadow root = s.root();
        boolean reordering = root.accessOrder && name.matches("get|getOrDefault|putIfAbsent")
                || root.type == WeakHashMap.class && name.matches("get|getOrDefault|size|isEmpty|containsKey");
        boolean write = reordering || WRITES.matcher(name).matches() && !(c.receiver instanceof BaseStream);
        contents(c, time, c.receiver, root, write);
    }

    private void contents(Call c, int time, Object collection, Shadow root, boolean write) {
        detector.access(c.thread, time, c.site, root, Shadow.CONTENTS, write, false, () -> detector.nameOf(root, collection));
    }

    private void views(Call c, Shadow s) {
        boolean named = VIEWS.matcher(c.site.name()).matches();
        c.after = c.after.andThen(result -> {
            if (result == null || result == c.receiver || !isPlatform(result.getClass())) return;
            boolean entry = result instanceof Map.Entry && result.getClass().getEnclosingClass() != null
                    && result.getClass().getEnclosingClass().isAssignableFrom(s.root().type);
            boolean walker = isA(result.getClass(), Iterator.class, Spliterator.class, BaseStream.class, Enumeration.class);
            if (!named && !entry && !walker) return;
            Shadow view = detector.shadow(result);
            view.belongsTo(s);
            if (s.mutex != null && result.getClass().getName().startsWith("java.util.Collections$Synchronized")) view.mutex = s.mutex;
        });
    }

    private void readArguments(Call c) {
        boolean copies = c.site.name().equals("<init>") && c.site.owner().startsWith("java/util/");
        boolean reads = copies || READS_ARGUMENTS.matcher(c.site.name()).matches();
        if (reads) for (Object argument : c.arguments) readArgument(c, argument, false);
    }

    private void readArgument(Call c, Object argument, boolean write) {
        if (argument == null || !(argument instanceof Collection || argument instanceof Map || argument instanceof Map.Entry) ) return;
        Shadow s = detector.shadow(argument);
        Shadow root = s.root();
        if (root.type.getName().startsWith("java.util.concurrent.")) {
            c.thread.acquire(root.clock(Clock.ALL));
        } else if (isContainer(root.type)) {
            // Copying out of a synchronized collection takes its lock; out of a synchronized map, it iterates without.
            Shadow mutex = s.mutex != null ? s.mutex : isA(root.type, Hashtable.class, Vector.class) ? root : null;
            if (mutex != null && !(argument instanceof Map && c.site.name().matches("<init>|putAll|copyOf"))) {
                c.thread.release(mutex.clock(Clock.MONITOR));
                c.thread.acquire(mutex.clock(Clock.MONITOR));
            }
            contents(c, c.time, argument, root, write);
        }
    }

    // ---- Small helpers ----

    private static void always(Call c, Runnable action) {
        c.thrown = action;
        c.after = c.after.andThen(result -> action.run());
    }

    private void both(Call c, VectorClock clock) {
        c.thread.release(clock);
        guard(c, List.of(clock), List.of(clock));
        always(c, () -> c.thread.acquire(clock));
    }

    private static boolean isA(Class<?> type, Class<?>... any) {
        for (Class<?> one : any) if (one.isAssignableFrom(type)) return true;
        return false;
    }

    private static boolean isContainer(Class<?> type) {
        return isPlatform(type) && isA(type, Map.class, Collection.class, Iterator.class, Map.Entry.class, Enumeration.class, Spliterator.class,
                BaseStream.class, BitSet.class, StringBuilder.class, StringJoiner.class);
    }

    private static boolean isPlatform(Class<?> type) {
        return type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
    }
}
