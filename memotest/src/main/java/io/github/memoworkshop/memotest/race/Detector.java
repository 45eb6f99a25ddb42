package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import io.github.memoworkshop.memotest.race.Variable.Access;
import io.github.memoworkshop.memotest.race.Watched.Frame;
import io.github.memoworkshop.memotest.race.Watched.Held;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.objectweb.asm.Opcodes;

/**
 * Finds pairs of accesses that no happens-before edge orders, with vector clocks: DJIT+ (Pozniansky and Schuster, PPoPP
 * 2003) and FastTrack (Flanagan and Freund, PLDI 2009). Edges are those of JLS 17.4.5; {@link LibraryCalls} adds those
 * that the documentation of java.util.concurrent promises.
 *
 * <p>An edge is a <em>release</em> (a thread adds what it knows to a clock, then takes a step of its own) followed by
 * an <em>acquire</em> of the same clock (another thread adds the clock to what it knows). A release is noted before
 * the real operation and an acquire after it; hence no real edge can be missed, whatever the threads do in between.
 *
 * <p>Public only for the sake of {@link Hooks}, which each watch loads anew; not for use by hand. Thread safe: one lock
 * guards all of a watch.
 */
public final class Detector {

    /** What is accessed: a variable of an object, and what to call it if need be. */
    record Target(Shadow owner, Object variable, Supplier<String> name) {}

    private static final Object CONTENTS = new Object();

    final IdentityTable<Shadow> shadows = new IdentityTable<>();
    /** The classes whose static fields may be looked at: to look at others' would initialize them. */
    final Set<Class<?>> initialized = new HashSet<>();
    private final Program program;
    private final LibraryCalls calls = new LibraryCalls(this);
    private final Names names = new Names(this);
    private final Map<String, Shadow> statics = new HashMap<>();
    private final Map<Thread, Watched> threads = new IdentityHashMap<>();
    private final Map<List<Object>, Race> races = new LinkedHashMap<>();
    /** What happens before the first step of any thread that the test starts: the memo's construction. */
    private final VectorClock construction = new VectorClock();
    private volatile Consumer<Site> step = site -> {};
    private boolean busy;

    Detector(Program program) {
        this.program = program;
    }

    public static Detector of(ClassLoader loader) {
        return ((WatchedLoader) loader).detector;
    }

    // ---- What the instrumented code tells, through Hooks ----

    void onStep(Consumer<Site> action) {
        step = action == null ? site -> {} : action;
    }

    public void step(int site) {
        step.accept(program.site(site));
    }

    public void loop() {
        step.accept(null);
    }

    /** An access to a field; of a volatile one, it is an edge as well (JLS 17.4.4). */
    public void field(Object object, boolean write, int number) {
        Site site = program.site(number);
        boolean isStatic = (site.flags() & Opcodes.ACC_STATIC) != 0;
        boolean isVolatile = (site.flags() & Opcodes.ACC_VOLATILE) != 0;
        if (object == null && !isStatic) {
            return; // the access itself will throw
        }
        event(t -> {
            Target field = field(t, object, site.owner(), site.name());
            access(t, t.time(), site, field, write, isVolatile);
            VectorClock clock = field.owner.clock(field.variable);
            if (isVolatile && write) {
                t.release(clock);
            } else if (isVolatile) {
                t.acquire(clock);
            }
        });
    }

    public void element(Object array, int index, boolean write, int site) {
        if (array != null) {
            event(t -> access(t, t.time(), program.site(site), element(array, index), write, false));
        }
    }

    /** A read of a final field, or the end of a constructor (JLS 17.5) or of a class's initialization (JLS 12.4.2). */
    public void frozen(Object owner, boolean read) {
        if (owner == null) {
            return; // the read itself will throw
        }
        event(t -> {
            if (read) {
                t.acquire(shadow(owner).clock(Clock.FREEZE));
            } else if (owner instanceof Class<?> type) {
                initialized.add(type);
                t.release(staticsOf(type.getName().replace('.', '/')).clock(Clock.FREEZE));
            } else {
                t.release(shadow(owner).clock(Clock.FREEZE));
            }
        });
    }

    public void monitor(Object monitor, boolean enter) {
        if (monitor == null) {
            return;
        }
        event(t -> {
            if (enter) {
                acquired(t, shadow(monitor), Clock.MONITOR, monitor);
            } else {
                released(t, shadow(monitor), Clock.MONITOR);
            }
        });
    }

    public Object before(Object receiver, Object[] arguments, int site) {
        Call[] begun = new Call[1];
        event(t -> {
            begun[0] = new Call(program.site(site), receiver, arguments, t);
            t.call = begun[0];
            calls.before(begun[0]);
        });
        return begun[0];
    }

    public void after(Object result, Object begun) {
        if (begun instanceof Call call) {
            alone(() -> call.returned(result));
        }
    }

    public void enter(Object callback, boolean isSynchronized) {
        alone(() -> {
            Shadow known = shadows.get(callback);
            Shadow task = known != null && known.isTask ? known : null;
            // A thread that begins with a task was not started by the test: it knows what the task's giver knew.
            Watched t = watched(task == null);
            Call within = t.call != null && t.call.depth == t.frames.size() ? t.call : null;
            t.frames.push(new Frame(task, isSynchronized ? shadow(callback) : null, within));
            if (within != null) {
                within.acquires.forEach(t::acquire);
                if (within.held != null) {
                    t.held.add(within.held);
                }
            }
            if (task != null) {
                task.wholes().forEach(whole -> t.acquire(whole.clock(Clock.START)));
                task.waitsFor.forEach(future -> t.acquire(future.clock(Clock.SYNC)));
            }
            if (isSynchronized) {
                acquired(t, shadow(callback), Clock.MONITOR, callback);
            }
        });
    }

    public void exit(Object result) {
        event(t -> {
            Frame frame = t.frames.poll();
            if (frame == null) {
                return;
            }
            if (frame.monitor() != null) {
                released(t, frame.monitor(), Clock.MONITOR);
            }
            if (frame.within() != null) {
                frame.within().releases.forEach(t::release);
                t.held.remove(frame.within().held);
            }
            if (frame.task() != null) {
                if (result instanceof Future<?>) {
                    shadow(result).becomesPartOf(frame.task());
                }
                t.release(frame.task());
            }
        });
    }

    public Object lambda(Object lambda) {
        return Lambdas.wrap(lambda, this);
    }

    // ---- What the test tells, through Races ----

    /** What the current thread has done so far happens before what every other thread does from now on. */
    void constructed() {
        event(t -> {
            t.release(construction);
            threads.values().forEach(other -> other.acquire(construction));
        });
    }

    /** What any thread has done so far happens before what every thread does from now on. */
    void joined() {
        event(t -> {
            threads.values().forEach(other -> other.release(construction));
            threads.values().forEach(other -> other.acquire(construction));
        });
    }

    synchronized List<Race> races() {
        threads.values().forEach(this::neverValidated);
        return races.values().stream().distinct().sorted().toList();
    }

    // ---- Clocks, locks and accesses ----

    private void event(Consumer<Watched> action) {
        alone(() -> {
            Watched t = watched(true);
            while (t.call != null && t.call.depth >= t.frames.size()) {
                t.call.threw(); // it has not returned, and yet the method that made it goes on
            }
            action.accept(t);
        });
    }

    private synchronized void alone(Runnable action) {
        if (busy) {
            return; // the code under test, called by this detector: the hashCode of a key, say
        }
        busy = true;
        try {
            action.run();
        } finally {
            busy = false;
        }
    }

    private Watched watched(boolean startedByTest) {
        return threads.computeIfAbsent(Thread.currentThread(), thread -> {
            int number = threads.size();
            Watched t = new Watched(number, thread.getName().isEmpty() ? "thread-" + (number + 1) : thread.getName());
            if (startedByTest) {
                t.acquire(construction);
            }
            return t;
        });
    }

    /** All that a thread has done happens before another finds that it has ended (JLS 17.4.5). */
    void acquireAllOf(Watched t, Thread ended) {
        if (threads.containsKey(ended)) {
            t.acquire(threads.get(ended).clock);
        }
    }

    Shadow shadow(Object object) {
        return shadows.get(object, o -> new Shadow(libraryType(o.getClass())));
    }

    Shadow staticsOf(String className) {
        return statics.computeIfAbsent(className, n -> new Shadow(Object.class));
    }

    /** The class itself or, for one of the code under test, its nearest superclass that is not. */
    Class<?> libraryType(Class<?> type) {
        return isUnderTest(type) ? libraryType(type.getSuperclass()) : type;
    }

    boolean isUnderTest(Class<?> type) {
        return type.getClassLoader() instanceof WatchedLoader loader && loader.detector == this;
    }

    /** A field of the object, or a static one if there is no object: its class has been initialized (JLS 12.4.2). */
    Target field(Watched t, Object object, String className, String field) {
        Shadow owner = object == null ? staticsOf(className) : shadow(object);
        if (object == null) {
            t.acquire(owner.clock(Clock.FREEZE));
        }
        String name = className + "." + field;
        return new Target(owner, name, () -> Names.simple(name));
    }

    Target element(Object array, Object index) {
        return new Target(shadow(array), index, () -> names.of(array) + "[" + index + "]");
    }

    /** All that a collection holds, in one. */
    Target contents(Shadow collection, Object view) {
        return new Target(collection, CONTENTS, () -> names.of(collection, view));
    }

    void acquired(Watched t, Shadow lock, Clock clock, Object object) {
        t.acquire(lock.clock(clock == Clock.MONITOR ? Clock.MONITOR : Clock.EXCLUSIVE));
        if (clock == Clock.EXCLUSIVE) {
            t.acquire(lock.clock(Clock.SHARED));
        }
        t.held.add(new Held(lock, clock == Clock.SHARED, object));
    }

    void released(Watched t, Shadow lock, Clock clock) {
        t.release(lock.clock(clock));
        for (int i = t.held.size() - 1; i >= 0; i--) {
            if (t.held.get(i).lock() == lock && t.held.get(i).shared() == (clock == Clock.SHARED)) {
                t.held.remove(i);
                return;
            }
        }
    }

    void access(Watched t, int time, Site site, Target target, boolean write, boolean atomic) {
        boolean optimistic = t.unvalidated != null && !write;
        Access now = new Access(t, time, site, write, atomic, List.copyOf(t.held), optimistic);
        if (optimistic) {
            VectorClock known = new VectorClock();
            known.join(t.clock);
            t.unvalidated.add(() -> add(target, now, known));
        } else {
            add(target, now, t.clock);
        }
    }

    /** Reads since StampedLock.tryOptimisticRead count from now on; those that are validated never will. */
    void neverValidated(Watched t) {
        List<Runnable> reads = t.unvalidated == null ? List.of() : t.unvalidated;
        t.unvalidated = null;
        reads.forEach(Runnable::run);
    }

    private void add(Target target, Access now, VectorClock known) {
        target.owner.variable(target.variable).add(now, known, (earlier, later) -> {
            // Fields of all objects of a class are one finding; collections and arrays are told apart.
            report(target.variable instanceof String ? target.variable : target.owner, target.name, earlier, later);
        });
    }

    private void report(Object what, Supplier<String> name, Access one, Access other) {
        boolean inOrder = one.write() == other.write() ? one.site().line() <= other.site().line() : !one.write();
        Access first = inOrder ? one : other;
        Access second = inOrder ? other : one;
        List<Object> key = List.of(what, first.site(), first.write(), second.site(), second.write());
        races.computeIfAbsent(key, k ->
                new Race(name.get(), describe(first), describe(second), missing(first, second)));
    }

    private Race.Access describe(Access access) {
        List<String> locks = access.held().stream()
                .map(held -> names.of(held.object()) + (held.shared() ? " for reading" : "")).distinct().toList();
        Site site = access.site();
        String source = program.source().line(site.type(), site.file(), site.line()).orElse(null);
        return new Race.Access(site, access.write(), source, access.thread().name, locks);
    }

    private static String missing(Access first, Access second) {
        boolean bothRead = first.held().stream().anyMatch(a -> a.shared()
                && second.held().stream().anyMatch(b -> b.shared() && a.lock() == b.lock()));
        if (bothRead) {
            return "A lock held for reading keeps no other reader out.";
        }
        if (first.optimistic() || second.optimistic()) {
            return "An optimistic read holds no lock: until it is validated, a writer may be at work.";
        }
        if (first.held().isEmpty() && second.held().isEmpty()) {
            return "No lock, volatile, latch or other happens-before edge orders these two.";
        }
        if (first.held().isEmpty() || second.held().isEmpty()) {
            return "A lock orders these two only if both hold it: one of them does not.";
        }
        return "Those are different locks: holding one does not keep the holder of the other out.";
    }
}
