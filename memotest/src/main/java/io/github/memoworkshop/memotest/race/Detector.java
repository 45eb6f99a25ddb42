package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import io.github.memoworkshop.memotest.race.Variable.Access;
import io.github.memoworkshop.memotest.race.Variable.Target;
import io.github.memoworkshop.memotest.race.Watched.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
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
 * guards all of a watch. Nothing of the code under test is called while it is held.
 */
public final class Detector {

    private static final Object CONTENTS = new Object();
    private static final int MANY_SHADOWS = 200;

    /** The classes whose static fields may be looked at: to look at others' would initialize them. */
    final Set<Class<?>> initialized = new HashSet<>();
    private final Program program;
    private final LibraryCalls calls = new LibraryCalls(this);
    private final Names names = new Names(this);
    /** What is known of each object, by its identity hash code. */
    private final Map<Integer, List<Shadow>> shadows = new HashMap<>();
    /** When there are more, those of objects that are gone are dropped. */
    private int manyShadows = MANY_SHADOWS;
    private final Map<String, Shadow> statics = new HashMap<>();
    /** Those that have not ended, as far as is known. */
    private final Map<Thread, Watched> threads = new IdentityHashMap<>();
    private int threadCount;
    /** What all those did that have. */
    private final VectorClock ended = new VectorClock();
    private final Map<List<Object>, Race> races = new LinkedHashMap<>();
    /** What happens before the first step of any thread that the test starts: the memo's construction. */
    private final VectorClock construction = new VectorClock();
    private final Time time = new Time();
    private volatile Consumer<Site> step;

    Detector(Program program) {
        this.program = program;
    }

    public static Detector of(ClassLoader loader) {
        return ((WatchedLoader) loader).detector;
    }

    public Time time() {
        return time;
    }

    // ---- What the instrumented code tells, through Hooks ----

    void onStep(Consumer<Site> action) {
        step = action;
    }

    public void step(int site) {
        Consumer<Site> action = step;
        if (action != null) {
            action.accept(site < 0 ? null : program.site(site));
        }
    }

    public void loop() {
        step(-1);
    }

    /** An access to a field; of a volatile one, it is an edge as well (JLS 17.4.4). */
    public synchronized void field(Object object, boolean write, int number) {
        Site site = program.site(number);
        boolean isStatic = (site.flags() & Opcodes.ACC_STATIC) != 0;
        boolean isVolatile = (site.flags() & Opcodes.ACC_VOLATILE) != 0;
        if (object == null && !isStatic) {
            return; // the access itself will throw
        }
        Watched t = current();
        Target field = field(t, object, site.owner(), site.name());
        access(t, t.time(), site, field, write, isVolatile);
        VectorClock clock = field.owner().clock(field.name());
        if (isVolatile && write) {
            t.release(clock);
        } else if (isVolatile) {
            t.acquire(clock);
        }
    }

    public synchronized void element(Object array, int index, boolean write, int site) {
        if (array != null) {
            Watched t = current();
            access(t, t.time(), program.site(site), element(array, index), write, false);
        }
    }

    /** A read of a final field, or the end of a constructor (JLS 17.5) or of a class's initialization (JLS 12.4.2). */
    public synchronized void frozen(Object owner, boolean read) {
        if (owner == null) {
            return; // the read itself will throw
        }
        Watched t = current();
        if (read) {
            t.acquire(shadow(owner).clock(Clock.FREEZE));
        } else if (owner instanceof Class<?> type) {
            initialized.add(type);
            t.release(staticsOf(type.getName().replace('.', '/')).clock(Clock.FREEZE));
        } else {
            t.release(shadow(owner).clock(Clock.FREEZE));
        }
    }

    public synchronized void monitor(Object monitor, boolean enter) {
        if (monitor == null) {
            return;
        }
        if (enter) {
            current().lock(shadow(monitor), Clock.MONITOR, monitor);
        } else {
            current().unlock(shadow(monitor), Clock.MONITOR);
        }
    }

    public synchronized Object before(Object receiver, Object[] arguments, int site) {
        Call call = new Call(program.site(site), receiver, arguments, current());
        call.thread.call = call;
        calls.before(call);
        return call;
    }

    public synchronized void after(Object result, Object begun) {
        if (begun instanceof Call call) {
            calls.after(call, result, false);
        }
    }

    public synchronized void enter(Object callback, boolean isSynchronized) {
        Shadow known = shadow(callback);
        // A thread that begins with a task was not started by the test: it knows what the task's giver knew.
        Watched t = watched(!known.isTask);
        Call within = t.call != null && t.call.depth == t.frames.size() ? t.call : null;
        t.frames.push(new Frame(known.isTask ? known : null, isSynchronized ? known : null, within));
        if (within != null) {
            within.learns.forEach(t::acquire);
            if (within.held != null) {
                t.held.add(within.held);
            }
        }
        if (known.isTask) {
            known.wholes().forEach(whole -> t.acquire(whole.clock(Clock.START)));
            known.wholes().stream().filter(whole -> whole.isSequential)
                    .forEach(executor -> t.acquire(executor.clock(Clock.SYNC)));
            known.waitsFor.forEach(future -> t.acquire(future.clock(Clock.SYNC)));
        }
        if (isSynchronized) {
            t.lock(known, Clock.MONITOR, callback);
        }
    }

    public synchronized void exit(Object result) {
        Watched t = current();
        Frame frame = t.frames.poll();
        if (frame == null) {
            return;
        }
        if (frame.monitor() != null) {
            t.unlock(frame.monitor(), Clock.MONITOR);
        }
        if (frame.within() != null) {
            frame.within().tells.forEach(t::release);
            t.held.removeIf(held -> held == frame.within().held);
        }
        if (frame.task() != null) {
            if (result instanceof Future<?>) {
                shadow(result).becomesPartOf(frame.task());
            }
            t.release(frame.task());
        }
    }

    // ---- What the test tells, through Races ----

    /** What the current thread has done so far happens before what every other thread does from now on. */
    synchronized void constructed() {
        current().release(construction);
        threads.entrySet().removeIf(each -> !each.getKey().isAlive() && forget(each.getKey(), each.getValue()));
        threads.values().forEach(other -> other.acquire(construction));
    }

    /** Of a thread that has ended, only that which one may learn who asks for its end: a test may start thousands. */
    private boolean forget(Thread thread, Watched t) {
        neverValidated(t);
        ended.join(t.clock);
        shadow(thread).clock(Clock.END).join(t.clock);
        t.clock = null;
        return true;
    }

    /** What any thread has done so far happens before what every thread does from now on. */
    synchronized void joined() {
        current();
        construction.join(ended);
        threads.values().forEach(other -> other.release(construction));
        threads.values().forEach(other -> other.acquire(construction));
    }

    synchronized List<Race> races() {
        threads.values().forEach(this::neverValidated);
        return races.values().stream().distinct().sorted().toList();
    }

    /** Notifies all who wait for what this thread waits for, if it does. */
    boolean wake(Thread thread) {
        Call call;
        Object lock;
        synchronized (this) {
            call = callOf(thread);
            if (call == null || call.receiver == null) {
                return false;
            }
            Shadow guard = shadow(call.receiver).lock;
            lock = call.thread.held.stream()
                    .filter(held -> held.lock() == guard)
                    .map(Watched.Held::object)
                    .findAny()
                    .orElse(null);
        }
        if (call.site.name().startsWith("await") && call.receiver instanceof Condition condition
                && lock instanceof Lock guard) {
            guard.lock();
            condition.signalAll();
            guard.unlock();
            return true;
        }
        if (call.site.name().equals("wait")) {
            synchronized (call.receiver) {
                call.receiver.notifyAll();
            }
            return true;
        }
        return false;
    }

    /** For how many nanoseconds a thread may wait where it waits now; 0 if that is not known. */
    synchronized long limitOf(Thread thread) {
        Call call = callOf(thread);
        return call == null ? 0 : call.limit();
    }

    /** The innermost call of a library's method that a thread is in, or null. */
    private Call callOf(Thread thread) {
        Watched known = threads.get(thread);
        return known == null ? null : known.call;
    }

    synchronized List<String> heldForReading(Thread thread) {
        return threads.containsKey(thread)
                ? threads.get(thread).held.stream().filter(Watched.Held::shared).map(this::name).distinct().toList()
                : List.of();
    }

    // ---- Threads and objects ----

    private Watched current() {
        Watched t = watched(true);
        while (t.call != null && t.call.depth >= t.frames.size()) {
            calls.after(t.call, null, true); // it has not returned, and yet the method that made it goes on
        }
        return t;
    }

    private Watched watched(boolean startedByTest) {
        Thread thread = Thread.currentThread();
        Watched known = threads.get(thread);
        if (known != null) {
            return known;
        }
        int number = threadCount++;
        Watched t = new Watched(number, thread.getName().isEmpty() ? "thread-" + (number + 1) : thread.getName());
        if (startedByTest) {
            t.acquire(construction);
        }
        threads.put(thread, t);
        return t;
    }

    /** All that a thread has done happens before another finds that it has ended (JLS 17.4.5). */
    void acquireAllOf(Watched t, Thread ended) {
        Watched known = threads.get(ended);
        t.acquire(known == null ? shadow(ended).clock(Clock.END) : known.clock);
    }

    Shadow shadow(Object object) {
        List<Shadow> alike = shadows.computeIfAbsent(System.identityHashCode(object), hash -> new ArrayList<>(1));
        for (Shadow known : alike) {
            if (known.object.refersTo(object)) {
                return known;
            }
        }
        Shadow made = new Shadow(object, libraryType(object.getClass()));
        alike.add(made);
        if (shadows.size() > manyShadows) {
            shadows.values().forEach(each -> each.removeIf(shadow -> shadow.object.refersTo(null)));
            shadows.values().removeIf(List::isEmpty);
            manyShadows = Math.max(MANY_SHADOWS, 2 * shadows.size());
        }
        return made;
    }

    /** All objects that were met and still exist. */
    List<Object> known() {
        return shadows.values().stream().flatMap(List::stream).map(shadow -> shadow.object.get())
                .filter(object -> object != null).toList();
    }

    Shadow staticsOf(String className) {
        return statics.computeIfAbsent(className, n -> new Shadow(null, Object.class));
    }

    /** The class itself or, for one of the code under test, its nearest superclass that is not. */
    Class<?> libraryType(Class<?> type) {
        return isUnderTest(type) ? libraryType(type.getSuperclass()) : type;
    }

    /** Whether the code under test declares this class; a lambda's is the JVM's. */
    boolean isUnderTest(Class<?> type) {
        return type.getClassLoader() instanceof WatchedLoader loader && loader.detector == this && !type.isHidden();
    }

    // ---- Accesses ----

    /** A field of the object, or a static one if there is no object: its class has been initialized (JLS 12.4.2). */
    Target field(Watched t, Object object, String className, String field) {
        Shadow owner = object == null ? staticsOf(className) : shadow(object);
        if (object == null) {
            t.acquire(owner.clock(Clock.FREEZE));
        }
        return new Target(owner, className + "." + field, object);
    }

    Target element(Object array, Integer index) {
        return new Target(shadow(array), index, array);
    }

    /** All that a collection holds, in one. */
    Target contents(Shadow collection, Object view) {
        return new Target(collection, CONTENTS, view);
    }

    void access(Watched t, int time, Site site, Target target, boolean write, boolean atomic) {
        VectorClock known = null;
        // A collection may break while it is read, whether or not the reader learns of it afterwards.
        if (t.unvalidated != null && !write && target.name() != CONTENTS) {
            known = new VectorClock();
            known.join(t.clock);
        }
        Access now = new Access(t, time, site, write, atomic, List.copyOf(t.held), known);
        if (now.optimistic()) {
            t.unvalidated.add(new Watched.Read(target, now));
        } else {
            add(target, now);
        }
    }

    /** Reads since StampedLock.tryOptimisticRead count from now on; those that are validated never will. */
    void neverValidated(Watched t) {
        List<Watched.Read> reads = t.unvalidated == null ? List.of() : t.unvalidated;
        t.unvalidated = null;
        reads.forEach(read -> add(read.target(), read.access()));
    }

    private void add(Target target, Access now) {
        for (Access before : target.owner().variable(target.name()).add(now)) {
            report(target, before, now);
        }
    }

    private void report(Target target, Access one, Access other) {
        boolean inOrder = one.write() == other.write() ? one.site().line() <= other.site().line() : !one.write();
        Access first = inOrder ? one : other;
        Access second = inOrder ? other : one;
        // Fields of all objects of a class are one finding; collections and arrays are told apart.
        Object what = target.name() instanceof String ? target.name() : target.owner();
        List<Object> key = List.of(what, first.site(), first.write(), second.site(), second.write());
        races.computeIfAbsent(key, k ->
                new Race(name(target), describe(first), describe(second), missing(target, first, second)));
    }

    private String name(Target target) {
        if (target.name() instanceof String field) {
            return Names.simple(field);
        }
        return target.name() == CONTENTS ? names.of(target.owner(), target.object())
                : names.of(target.object()) + "[" + target.name() + "]";
    }

    private Race.Access describe(Access access) {
        List<String> locks = access.held().stream().map(this::name).distinct().toList();
        Site site = access.site();
        String source = program.source().line(site.type(), site.file(), site.line()).orElse(null);
        return new Race.Access(site, access.write(), source, access.thread().name, locks);
    }

    private String name(Watched.Held held) {
        return names.ofLock(held.lock().object.get(), held.object()) + (held.shared() ? " for reading" : "");
    }

    private String missing(Target target, Access first, Access second) {
        boolean bothRead = first.held().stream().anyMatch(a -> a.shared()
                && second.held().stream().anyMatch(b -> b.shared() && a.lock() == b.lock()));
        if (bothRead) {
            return "A lock held for reading keeps no other reader out.";
        }
        if (first.optimistic() || second.optimistic()) {
            return "An optimistic read holds no lock: until it is validated, a writer may be at work.";
        }
        if (first.held().isEmpty() && second.held().isEmpty()) {
            if (target.name() == CONTENTS && names.isInVolatileField(target.owner().object.get())) {
                return "A volatile field orders accesses of the field, not of what it refers to.";
            }
            return "No lock, volatile, latch or other happens-before edge orders these two.";
        }
        if (first.held().isEmpty() || second.held().isEmpty()) {
            return "A lock orders these two only if both hold it: one of them does not.";
        }
        return "Those are different locks: holding one does not keep the holder of the other out.";
    }
}
