package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import io.github.memoworkshop.memotest.race.Variable.Access;
import io.github.memoworkshop.memotest.race.Variable.Optimistic;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.objectweb.asm.Opcodes;

/**
 * Finds pairs of accesses that no happens-before edge orders, with vector clocks: DJIT+ (Pozniansky and Schuster, PPoPP
 * 2003) and FastTrack (Flanagan and Freund, PLDI 2009). Edges are those of JLS 17.4.5; {@link LibraryCalls} adds those that
 * the documentation of java.util.concurrent promises.
 *
 * <p>An edge is a <em>release</em> (a thread adds what it knows to a clock, then takes a step of its own) followed by an
 * <em>acquire</em> of the same clock (another thread adds the clock to what it knows). A release is noted before the real
 * operation and an acquire after it; hence no real edge can be missed, whatever the threads do in between.
 *
 * <p>Public only for the sake of {@link Hooks}, which each watch loads anew; not for use by hand. Thread safe: one lock
 * guards all of a watch.
 */
public final class Detector {
    /** A lock that a thread holds. */
    record Held(Shadow lock, boolean shared, Object object) {}

    /** A call of a method of the code under test that library code may have made, or of a synchronized one. */
    private record Frame(Shadow callback, Shadow monitor, Call within) {}

    /** A thread and what it knows. */
    static final class Watched {
        final int id;
        final String name;
        final VectorClock clock = new VectorClock();
        final List<Held> held = new ArrayList<>();
        private final Deque<Frame> frames = new ArrayDeque<>();
        private Call call;
        Optimistic optimistic;

        Watched(int id, String name) {
            this.id = id;
            this.name = name;
            clock.tick(id);
        }

        int time() {
            return clock.get(id);
        }

        void acquire(VectorClock from) {
            clock.join(from);
        }

        void release(VectorClock to) {
            to.join(clock);
            clock.tick(id);
        }
    }

    /** A call of a library's method that has begun. */
    static final class Call {
        final Site site;
        final Object receiver;
        final Object[] arguments;
        final Watched thread;
        /** When it began, on the thread's own clock: before any release by the call itself. */
        final int time;
        private final Call outer;
        private final int depth;
        /** What follows from its result, and what from its end by an exception. */
        Consumer<Object> after = result -> {};
        Runnable thrown = () -> {};
        /** What guards a callback during the call: what it acquires, what it releases, and the monitor if there is one. */
        List<VectorClock> acquires = List.of();
        List<VectorClock> releases = List.of();
        Held held;

        Call(Site site, Object receiver, Object[] arguments, Watched thread) {
            this.site = site;
            this.receiver = receiver;
            this.arguments = arguments;
            this.thread = thread;
            time = thread.time();
            outer = thread.call;
            depth = thread.frames.size();
        }
    }

    /** The classes whose static fields may be looked at: to look at others' would initialize them. */
    private final Set<Class<?>> initialized = new HashSet<>();
    private final Program program;
    private final LibraryCalls calls = new LibraryCalls(this);
    private final IdentityTable<Shadow> shadows = new IdentityTable<>();
    private final Map<String, Shadow> statics = new HashMap<>();
    private final Map<Thread, Watched> threads = new IdentityHashMap<>();
    private final Map<List<Object>, Race> races = new LinkedHashMap<>();
    private final Map<Race, List<Optimistic>> provisional = new IdentityHashMap<>();
    /** What happens before the first step of any thread that the test starts: the memo's construction. */
    private final VectorClock construction = new VectorClock();
    private volatile Consumer<Site> step;
    private boolean busy;

    Detector(Program program) {
        this.program = program;
    }

    public static Detector of(ClassLoader loader) {
        return ((WatchedLoader) loader).detector;
    }

    // ---- What the instrumented code tells, through Hooks ----

    public void step(int site) {
        Consumer<Site> step = this.step;
        if (step != null) step.accept(program.site(site));
    }

    /** An access to a field; of a volatile one, it is an edge as well (JLS 17.4.4). */
    public void field(Object object, boolean write, int number) {
        Site site = program.site(number);
        boolean isStatic = (site.flags() & Opcodes.ACC_STATIC) != 0;
        if (object == null && !isStatic) return;   // The access itself will throw.
        event(t -> {
            Shadow owner = ownerOf(object, site.owner(), t);
            boolean isVolatile = (site.flags() & Opcodes.ACC_VOLATILE) != 0;
            String field = site.owner() + "." + site.name();
            access(t, t.time(), site, owner, field, write, isVolatile, () -> simple(field));
            if (isVolatile && write) t.release(owner.clock(field));
            if (isVolatile && !write) t.acquire(owner.clock(field));
        });
    }

    /** The shadow of the object, or for a static field that of its class, whose initialization happened before (JLS 12.4.2). */
    Shadow ownerOf(Object object, String className, Watched t) {
        if (object != null) return shadow(object);
        Shadow owner = staticsOf(className);
        t.acquire(owner.clock(Clock.FREEZE));
        return owner;
    }

    public void element(Object array, int index, boolean write, int site) {
        if (array == null) return;   // The access itself will throw.
        event(t -> access(t, t.time(), program.site(site), shadow(array), index, write, false, () -> nameOf(array) + "[" + index + "]"));
    }

    /** The end of a constructor of an object with final fields, or a read of such a field (JLS 17.5). */
    public void frozen(Object object, boolean read) {
        if (object == null) return;
        event(t -> {
            if (read) t.acquire(shadow(object).clock(Clock.FREEZE));
            else t.release(shadow(object).clock(Clock.FREEZE));
        });
    }

    public void initialized(Class<?> type) {
        event(t -> {
            initialized.add(type);
            t.release(staticsOf(type.getName().replace('.', '/')).clock(Clock.FREEZE));
        });
    }

    public void monitor(Object monitor, boolean enter) {
        if (monitor == null) return;
        event(t -> {
            if (enter) acquired(t, shadow(monitor), Clock.MONITOR, monitor);
            else released(t, shadow(monitor), Clock.MONITOR);
        });
    }

    public Object before(Object receiver, Object[] arguments, int site) {
        Call[] begun = new Call[1];
        event(t -> {
            Call call = new Call(program.site(site), receiver, arguments, t);
            begun[0] = t.call = call;
            calls.before(call);
        });
        return begun[0];
    }

    public void after(Object result, Object begun) {
        if (begun instanceof Call call) alone(() -> {
            call.thread.call = call.outer;
            call.after.accept(result);
        });
    }

    public void enter(Object callback, boolean synchronised) {
        alone(() -> {
            Shadow shadow = shadows.get(callback);
            boolean task = shadow != null && shadow.isTask();
            // A thread that begins with a task was not started by the test: it knows what the task's giver knew, and no more.
            Watched t = watched(!task);
            Call within = t.call != null && t.call.depth == t.frames.size() ? t.call : null;
            t.frames.push(new Frame(shadow, synchronised ? shadow(callback) : null, within));
            if (within != null) within.acquires.forEach(t::acquire);
            if (within != null && within.held != null) t.held.add(within.held);
            if (task) {
                t.acquire(shadow.clock(Clock.START));
                shadow.starts.forEach(t::acquire);
                shadow.waitsFor.forEach(future -> acquireOutcome(t, future));
            }
            if (synchronised) acquired(t, shadow(callback), Clock.MONITOR, callback);
        });
    }

    public void exit(Object result) {
        event(t -> {
            Frame frame = t.frames.poll();
            if (frame == null) return;
            if (frame.monitor != null) released(t, frame.monitor, Clock.MONITOR);
            Shadow callback = frame.callback;
            Call within = frame.within;
            if (within != null) within.releases.forEach(t::release);
            if (within != null && within.held != null) t.held.remove(within.held);
            if (callback == null || !callback.isTask()) return;
            if (result instanceof java.util.concurrent.Future<?>) callback.outcomeOf.add(shadow(result));
            VectorClock now = new VectorClock();
            t.release(now);
            callback.clock(Clock.END).join(now);
            callback.ends.forEach(end -> end.join(now));
        });
    }

    public Object lambda(Object lambda) {
        return Lambdas.wrap(lambda, this);
    }

    // ---- What the test tells, through Races ----

    void onStep(Consumer<Site> step) {
        this.step = step;
    }

    /** What the current thread has done so far happens before what every other thread does from now on. */
    void constructed() {
        event(t -> {
            t.release(construction);
            for (Watched other : threads.values()) other.acquire(construction);
        });
    }

    /** What any thread has done so far happens before what every thread does from now on. */
    void joined() {
        event(t -> {
            for (Watched other : threads.values()) other.release(construction);
            for (Watched other : threads.values()) other.acquire(construction);
        });
    }

    synchronized List<Race> races() {
        List<Race> found = new ArrayList<>(races.values());
        found.removeIf(race -> provisional.getOrDefault(race, List.of()).stream().anyMatch(optimistic -> optimistic.settled));
        return found.stream().distinct().sorted().toList();
    }

    // ---- Clocks, locks and accesses ----

    private void event(Consumer<Watched> action) {
        alone(() -> {
            Watched t = watched(true);
            // A call that has not returned, while the method that made it goes on, has thrown.
            for (; t.call != null && t.call.depth >= t.frames.size(); t.call = t.call.outer) t.call.thrown.run();
            action.accept(t);
        });
    }

    private synchronized void alone(Runnable action) {
        if (busy) return;   // The code under test, called by this detector: the hashCode of a key, say.
        busy = true;
        try {
            action.run();
        } finally {
            busy = false;
        }
    }

    private Watched watched(boolean startedByTest) {
        Thread thread = Thread.currentThread();
        Watched known = threads.get(thread);
        if (known == null) {
            String name = thread.getName().isEmpty() ? "thread-" + (threads.size() + 1) : thread.getName();
            threads.put(thread, known = new Watched(threads.size(), name));
            if (startedByTest) known.acquire(construction);
        }
        return known;
    }

    Watched watched(Thread thread) {
        return threads.get(thread);
    }

    Shadow shadow(Object object) {
        return shadows.get(object, o -> new Shadow(libraryType(o.getClass())));
    }

    Shadow staticsOf(String className) {
        return statics.computeIfAbsent(className, n -> new Shadow(Object.class));
    }

    /** The class itself or, for one of the code under test, its nearest superclass that is not. */
    Class<?> libraryType(Class<?> type) {
        while (isUnderTest(type)) type = type.getSuperclass();
        return type;
    }

    boolean isUnderTest(Class<?> type) {
        return type.getClassLoader() instanceof WatchedLoader loader && loader.detector == this;
    }

    void acquired(Watched t, Shadow lock, Clock clock, Object object) {
        if (clock == Clock.MONITOR) {
            t.acquire(lock.clock(Clock.MONITOR));
        } else {
            t.acquire(lock.clock(Clock.EXCLUSIVE));
            if (clock == Clock.EXCLUSIVE) t.acquire(lock.clock(Clock.SHARED));
        }
        t.held.add(new Held(lock, clock == Clock.SHARED, object));
    }

    void released(Watched t, Shadow lock, Clock clock) {
        t.release(lock.clock(clock));
        for (int i = t.held.size() - 1; i >= 0; i--) {
            Held held = t.held.get(i);
            if (held.lock == lock && held.shared == (clock == Clock.SHARED)) {
                t.held.remove(i);
                return;
            }
        }
    }

    /** A future's completion, a thread's end, an executor's termination: all that led to it. */
    void acquireOutcome(Watched t, Shadow future) {
        for (Shadow part : future.parts()) t.acquire(part.clock(Clock.END));
    }

    void access(Watched t, int time, Site site, Shadow owner, Object variable, boolean write, boolean atomic, Supplier<String> name) {
        Optimistic optimistic = write ? null : t.optimistic;
        Access now = new Access(t, time, site, write, atomic, t.held.isEmpty() ? List.of() : List.copyOf(t.held), optimistic);
        owner.variable(variable).add(now, t.clock, (earlier, later) -> {
            // Fields of all objects of a class are one finding; collections and arrays are told apart.
            report(variable instanceof String ? variable : owner, name, earlier, later);
        });
    }

    private void report(Object what, Supplier<String> name, Access one, Access other) {
        boolean inOrder = one.write() == other.write() ? one.site().line() <= other.site().line() : !one.write();
        Access first = inOrder ? one : other;
        Access second = inOrder ? other : one;
        List<Optimistic> doubts = new ArrayList<>();
        if (first.optimistic() != null) doubts.add(first.optimistic());
        if (second.optimistic() != null) doubts.add(second.optimistic());
        List<Object> key = List.of(what, first.site(), first.write(), second.site(), second.write(), doubts);
        if (races.containsKey(key)) return;
        Race race = new Race(name.get(), describe(first), describe(second), missing(first, second));
        races.put(key, race);
        provisional.put(race, doubts);
    }

    private Race.Access describe(Access access) {
        List<String> locks = access.held().stream().map(this::describe).distinct().toList();
        String source = SourceLines.of(program.root(), access.site());
        return new Race.Access(access.site(), access.write(), source, access.thread().name, locks);
    }

    private String describe(Held held) {
        return nameOf(held.object) + (held.shared ? " for reading" : "");
    }

    private static String missing(Access first, Access second) {
        for (Held a : first.held())
            for (Held b : second.held())
                if (a.lock == b.lock && a.shared && b.shared) return "A lock held for reading keeps no other reader out.";
        if (first.optimistic() != null || second.optimistic() != null)
            return "An optimistic read holds no lock: until it is validated, a writer may be at work.";
        if (first.held().isEmpty() && second.held().isEmpty())
            return "No lock, volatile, latch or other happens-before edge orders these two.";
        if (first.held().isEmpty() || second.held().isEmpty())
            return "A lock orders these two only if both hold it: one of them does not.";
        return "Those are different locks: holding one does not keep the holder of the other out.";
    }

    // ---- Names ----

    /** "Memo.lock" if a field of the code under test refers to the object, "a ReentrantLock" if none does. */
    String nameOf(Object object) {
        if (object instanceof Class<?> type) return simple(type.getName()) + ".class";
        String known = fieldOf(object);
        if (known != null) return known;
        Class<?> type = object.getClass();
        String name = type.isArray() ? simple(type.getComponentType().getName()) + "[" + Array.getLength(object) + "]" : simple(type.getName());
        return ("AEIOUaeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }

    /** "Memo.cache (HashMap)" for a collection or a view of it. */
    String nameOf(Shadow collection, Object view) {
        Object[] itself = {view};
        shadows.forEach((object, shadow) -> {
            if (shadow == collection) itself[0] = object;
        });
        String field = fieldOf(itself[0]) != null ? fieldOf(itself[0]) : fieldOf(view);
        return field == null ? nameOf(itself[0]) : field + " (" + simple(collection.type.getName()) + ")";
    }

    private String fieldOf(Object object) {
        String[] found = new String[1];
        shadows.forEach((owner, shadow) -> search(owner.getClass(), owner, object, found));
        for (Class<?> type : initialized) search(type, null, object, found);
        return found[0];
    }

    private void search(Class<?> type, Object owner, Object wanted, String[] found) {
        for (; type != null && isUnderTest(type); type = type.getSuperclass()) {
            for (java.lang.reflect.Field field : type.getDeclaredFields()) {
                boolean isStatic = java.lang.reflect.Modifier.isStatic(field.getModifiers());
                if (field.getType().isPrimitive() || isStatic != (owner == null) || field.isSynthetic()) continue;
                try {
                    field.setAccessible(true);
                    if (field.get(owner) != wanted) continue;
                } catch (ReflectiveOperationException | RuntimeException e) {
                    continue;
                }
                String name = simple(type.getName()) + "." + field.getName();
                // Several fields may refer to it: always give the same one of them.
                if (found[0] == null || name.compareTo(found[0]) < 0) found[0] = name;
            }
        }
    }

    /** "Entry" for "workshop.memo4.Memo$Entry", and "Entry.value" for "workshop/memo4/Memo$Entry.value". */
    static String simple(String name) {
        String last = name.indexOf('/') < 0 ? name.substring(name.lastIndexOf('.') + 1) : name.substring(name.lastIndexOf('/') + 1);
        int nested = last.lastIndexOf('$');
        return nested > 0 && nested + 1 < last.length() && !Character.isDigit(last.charAt(nested + 1)) ? last.substring(nested + 1) : last;
    }
}
