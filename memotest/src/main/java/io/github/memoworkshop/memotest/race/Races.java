package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A watch over one memo: makes it out of instrumented classes and tells which of its accesses to shared variables no
 * happens-before edge ordered (JLS 17.4.5), whether or not they collided in this run.
 *
 * <pre>{@code
 * Races races = Races.watch(Memo.class);
 * Memoizer<String, String> memo = races.make(fetch);
 * // ... call the memo from several threads ...
 * races.assertNone();
 * }</pre>
 *
 * <p>Watched are all classes from the directory or jar that the given class came from; static fields are new for each
 * watch. The test's own threads are taken to be started after the memo was made, and to be ordered by nothing else:
 * what the test does to take turns does not hide a race, see {@link #joined}.
 *
 * <p>Thread safe. Watches do not disturb each other, so tests may run in parallel.
 */
public final class Races {

    private final Class<?> type;
    private final Detector detector;

    private Races(Class<?> type, Detector detector) {
        this.type = type;
        this.detector = detector;
    }

    /**
     * Begins a watch.
     *
     * @throws IllegalArgumentException if the class file of the class cannot be found
     */
    public static Races watch(Class<?> memoType) {
        WatchedLoader loader = new WatchedLoader(Program.of(memoType));
        try {
            return new Races(Class.forName(memoType.getName(), false, loader), loader.detector);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Begins a watch, or one that is {@linkplain #off off} if a test, or its class, says {@link RacesOff}.
     *
     * @param test the method or class, or several of them
     * @throws IllegalArgumentException if the class file of the class cannot be found
     */
    public static Races watch(Class<?> memoType, AnnotatedElement... test) {
        for (AnnotatedElement element : test) {
            RacesOff off = element.getAnnotation(RacesOff.class);
            if (off != null) {
                return off(memoType, off.value());
            }
        }
        return watch(memoType);
    }

    /**
     * A watch that watches nothing and finds nothing, and says so in the output of the test. Nor does it announce
     * steps, so that a test which stops a caller between two of them has nothing to stop.
     */
    public static Races off(Class<?> memoType, String reason) {
        System.out.println("Race detector OFF for " + memoType.getName() + ": " + reason);
        return new Races(memoType, null);
    }

    /** The class that is watched; another one than was given, although of the same name. */
    public Class<?> type() {
        return type;
    }

    /**
     * Makes a memo with its public constructor that takes one fetch. All that the constructor does happens before all
     * that any thread does with the memo.
     *
     * @throws NoSuchMethodException with a sentence that says so, when there is no such constructor
     * @throws Exception what the constructor throws, unchanged
     */
    @SuppressWarnings("unchecked")
    public <K, V> Memoizer<K, V> make(Fetch<K, V> fetch) throws Exception {
        try {
            Constructor<?> constructor = type.getConstructor(Fetch.class);
            constructor.setAccessible(true);
            Memoizer<K, V> memo = (Memoizer<K, V>) constructor.newInstance(fetch);
            if (detector != null) {
                detector.constructed();
            }
            return memo;
        } catch (NoSuchMethodException e) {
            throw new NoSuchMethodException(type.getName() + " has no public constructor that takes one Fetch");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }

    /** Says that the test has waited for all calls so far: they happen before whatever comes. */
    public void joined() {
        if (detector != null) {
            detector.joined();
        }
    }

    /**
     * Calls back before each step of the watched code (a field or array access, a call, a monitor or lock operation),
     * in the thread that is about to take it, which the callback may hold up or throw out. Without a site, it calls
     * back before a loop begins anew, which no other thread notices. {@code null} ends it.
     */
    public void onStep(Consumer<Site> step) {
        if (detector != null) {
            detector.onStep(step);
        }
    }

    /**
     * Wakes a thread that waits in {@link Object#wait()} or for a {@link java.util.concurrent.locks.Condition} without
     * a reason, as may happen at any time (JLS 17.2.1, and the documentation of Condition).
     *
     * @return whether the thread was found waiting like that in the watched code
     */
    public boolean wake(Thread thread) {
        return detector != null && detector.wake(thread);
    }

    /**
     * From now on, each wait of the watched code for a limited time is over as soon as it begins, be it for an hour, and
     * so is each delay; and with each look at a clock ({@link System#nanoTime}, {@link System#currentTimeMillis},
     * {@link java.time.Instant#now()}) another day has gone by.
     *
     * @param before what to do before each such wait or delay, in the thread that is about to begin it
     */
    public void letTimeFly(Runnable before) {
        if (detector != null) {
            detector.time().letFly(before);
        }
    }

    /**
     * For how long a thread that waits for a limited time in the watched code may do so, from when it began; or no time at
     * all if that is not known, or if time flies.
     */
    public Duration limitOf(Thread thread) {
        return detector == null || detector.time().flies() ? Duration.ZERO : Duration.ofNanos(detector.limitOf(thread));
    }

    /** The names of the locks that a thread holds for reading: of those, the JVM itself does not know the holder. */
    public List<String> heldForReading(Thread thread) {
        return detector == null ? List.of() : detector.heldForReading(thread);
    }

    /** The races seen so far, each pair of lines once per variable, in an order that is the same in every run. */
    public List<Race> found() {
        return detector == null ? List.of() : detector.races();
    }

    /** @throws AssertionError with a report of the races, if any were seen */
    public void assertNone() {
        List<Race> races = found();
        if (!races.isEmpty()) {
            int more = races.size() - 1;
            String count = more == 0 ? "" : "\n(and " + more + " more, on the same or other lines)";
            throw new AssertionError(races.get(0) + count);
        }
    }
}
