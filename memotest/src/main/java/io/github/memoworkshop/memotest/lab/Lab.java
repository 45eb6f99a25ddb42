package io.github.memoworkshop.memotest.lab;

import static java.util.stream.Collectors.toSet;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.race.Races;
import io.github.memoworkshop.memotest.race.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One memo on the bench: its fetches pass gates that the test opens and shuts, its callers are started one at a time.
 *
 * <p>{@link #call} returns when the new caller cannot move any more: it is held in a fetch, has ended, or waits. Since
 * all others are held at that moment, each run of a test takes the same course, on any machine and under any load.
 *
 * <p>There are two kinds of verdict. "The caller waits" is a <i>soft</i> one, good enough to let the test go on.
 * "This will never happen" fails a learner, so it is given only when it is beyond doubt: for two seconds and two
 * hundred samples every thread was parked, or ran for two seconds of processor time without getting anywhere
 * ({@link #until}).
 *
 * <p>A lab belongs to the thread of the test, which closes it. {@link #close} lets everyone go.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Lab<K, V> implements AutoCloseable {

    /** Where the waiting ends if no verdict can be reached, however busy the machine is. It decides nothing else. */
    private static final Duration HANG_GUARD = Duration.ofSeconds(60);


    static {
        // A common pool of one thread, as on a machine of one or two cores, is not used by CompletableFuture before JDK
        // 25: it makes a thread for each task. So that a memo fares alike on every machine, there are always a few.
        System.getProperties().putIfAbsent("java.util.concurrent.ForkJoinPool.common.parallelism", "4");
    }

    private final GatedFetch<K, V> gates;
    private final Consumer<Consumer<Site>> steps;
    private final String caller;
    private final Fetch<K, V> fetch;
    private final Memoizer<K, V> memo;
    private final Report report;
    private final List<Call<V>> calls = new ArrayList<>();
    private Stop stop;
    private Call<V> stopped;
    private String meanwhile = "";
    private ExecutorService soloThreads;
    private Thread soloCaller;

    /**
     * Puts a watched memo on the bench.
     *
     * @param pages answers the fetches that no {@link #script} answers
     * @param counter wraps the fetch that the memo gets, for whoever wants to count; it must pass every call on
     * @param races makes the memo, and watches it
     * @param caller what its callers are called, followed by their number
     * @throws AssertionError when it cannot
     */
    public Lab(Fetch<K, V> pages, UnaryOperator<Fetch<K, V>> counter, Races races, String caller) {
        this(pages, counter, races::make, races::onStep, caller);
    }

    /** Makes the memo that is put on the bench. */
    @FunctionalInterface
    public interface Maker<K, V> {

        /** Makes it around this fetch. */
        Memoizer<K, V> make(Fetch<K, V> fetch) throws Exception;
    }

    /**
     * Puts a memo on the bench.
     *
     * @param pages answers the fetches that no {@link #script} answers
     * @param counter wraps the fetch that the memo gets, for whoever wants to count; it must pass every call on
     * @param maker makes the memo around that fetch
     * @throws AssertionError when it cannot
     */
    public Lab(Fetch<K, V> pages, UnaryOperator<Fetch<K, V>> counter, Maker<K, V> maker) {
        this(pages, counter, maker, step -> {}, "caller-");
    }

    private Lab(
            Fetch<K, V> pages,
            UnaryOperator<Fetch<K, V>> counter,
            Maker<K, V> maker,
            Consumer<Consumer<Site>> steps,
            String caller) {
        gates = new GatedFetch<>(pages);
        this.steps = steps;
        this.caller = caller;
        fetch = counter.apply(gates);
        try {
            memo = maker.make(fetch);
        } catch (Exception failure) {
            throw new AssertionError("The constructor of the memo threw " + failure, failure);
        }
        report = new Report(new LearnerCode(memo.getClass()));
    }

    /** The fetch that the memo was given. */
    public Fetch<K, V> fetch() {
        return fetch;
    }

    /** The memo itself, for scripts that ask it again. */
    public Memoizer<K, V> memo() {
        return memo;
    }

    /** From now on, the fetch of this key does what the script does. */
    public void script(K key, Fetch<K, V> script) {
        gates.script(key, script);
    }

    /** From now on, whoever fetches one of these keys is held in the fetch until {@link #open}. */
    @SafeVarargs
    public final void hold(K... keys) {
        for (K key : keys) {
            gates.shut(key);
        }
    }

    /** Lets go whoever is held in the fetch of this key, and holds nobody there any more. */
    public void open(K key) {
        gates.open(key);
    }

    /**
     * Lets go who has been held for the longest time in the fetch of this key, and nobody else, and returns when nobody
     * moves any more.
     */
    public void letOneGo(K key) {
        gates.letOneGo(key);
        settle(this::allDone);
    }

    /** How many fetches of this key are under way at this moment. */
    public int fetching(K key) {
        return gates.underWay(key);
    }

    /** How many fetches, of whatever key, are under way at this moment. */
    public int fetching() {
        return gates.underWay();
    }

    /** Starts a caller in a platform thread and returns when it is held in a fetch, has ended, or waits. */
    public Call<V> call(K key) {
        return call(key, ThreadKind.PLATFORM);
    }

    /** Starts a caller in a thread of this kind and returns when it is held in a fetch, has ended, or waits. */
    public Call<V> call(K key, ThreadKind kind) {
        int held = gates.held();
        Call<V> call = newCall(key, kind, () -> {});
        settle(() -> call.isDone() || gates.held() > held);
        return call;
    }

    private Call<V> newCall(K key, ThreadKind kind, Runnable first) {
        Call<V> call = new Call<>(this, key, caller + (calls.size() + 1), kind, first);
        calls.add(call);
        return call;
    }

    /** Makes {@link #callAndStop} stop its caller before this step, counted from 1. */
    void stopBefore(int step) {
        stop = new Stop(step, gates::countEvent);
        steps.accept(stop);
    }

    /**
     * Starts a caller and stops it before one of its steps, in each round of {@link Interruptions} before the next one.
     * Returns when it is stopped there; or when it did not come so far, but is held in a fetch, has ended, or waits.
     */
    public Call<V> callAndStop(K key) {
        int held = gates.held();
        stopped = newCall(key, ThreadKind.PLATFORM, stop::watchThisThread);
        settle(() -> stopped.isDone() || gates.held() > held || hasStopped());
        return stopped;
    }

    boolean hasStopped() {
        return stop.site() != null;
    }

    /** Lets the stopped caller go on, and returns when nobody moves any more. */
    public void goOn() {
        meanwhile = report.meanwhile(calls, stopped);
        stop.goOn();
        settle(this::allDone);
    }

    /** Tells what led to a failure: where the caller was stopped, and what the others did meanwhile. */
    AssertionError tell(AssertionError failure) {
        return hasStopped() ? report.story(stopped, stop, meanwhile, failure) : failure;
    }

    /** Makes one call by the caller of {@link #solo(List)}. */
    public Call<V> solo(K key) {
        return solo(List.of(key)).get(0);
    }

    /**
     * Makes calls one after the other, by the one caller who makes all solo calls of this lab, always in the same
     * thread. Returns when all of them have ended or the caller cannot move any more.
     */
    public List<Call<V>> solo(List<K> keys) {
        if (soloCaller == null) {
            soloThreads = Executors.newSingleThreadExecutor(
                    task -> soloCaller = ThreadKind.PLATFORM.unstarted(caller + (calls.size() + 1), task));
            soloThreads.execute(() -> {}); // makes the thread
        }
        List<Call<V>> solos = new ArrayList<>();
        for (K key : keys) {
            solos.add(new Call<>(this, key, soloCaller, soloThreads));
        }
        calls.addAll(solos);
        Call<V> last = solos.get(solos.size() - 1);
        settle(last::isDone);
        return solos;
    }

    /** Waits until it is so, or until nobody moves who could make it so: a soft verdict. */
    public void settle(BooleanSupplier condition) {
        Stillness everyone = Stillness.forNow(Duration.ofMillis(3));
        Stillness callers = Stillness.forNow(Duration.ofSeconds(1)); // if some other thread never seems to rest
        long end = System.nanoTime() + HANG_GUARD.toNanos();
        long events = gates.events();
        while (!condition.getAsBoolean()) {
            long eventsBefore = events;
            events = gates.awaitEvent(eventsBefore, Duration.ofMillis(1)); // most callers arrive meanwhile
            if (events == eventsBefore
                    && (everyone.sample(othersAlive(), events)
                            || callers.sample(callersAlive(), events)
                            || System.nanoTime() > end)) {
                return;
            }
        }
    }

    /**
     * Waits until it is so. The clock does not decide: the waiting goes on for as long as anything moves.
     *
     * @param rule why it must become so, in one sentence for the person who reads the failure
     * @param condition what must become so
     * @throws AssertionError when it is beyond doubt that it never will, or when a caller got an exception that no
     *     fetch threw
     */
    public void until(String rule, BooleanSupplier condition) {
        Stillness beyondDoubt = Stillness.beyondDoubt();
        try {
            Awaitility.await(rule)
                    .dontCatchUncaughtExceptions()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval((count, last) -> Duration.ofMillis(Math.min(count, 10)))
                    .atMost(HANG_GUARD)
                    .until(() -> {
                        failIfAMemoThrew(rule);
                        if (condition.getAsBoolean()) {
                            return true;
                        }
                        if (beyondDoubt.sample(othersAlive(), gates.events())) {
                            throw report.stuck("Nothing moves any more:", calls, rule);
                        }
                        return false;
                    });
        } catch (ConditionTimeoutException guard) {
            throw report.stuck("No end in sight after " + HANG_GUARD.toSeconds() + " s:", calls, rule);
        }
    }

    /** Lets everyone go. Who does not end even so is interrupted, and left behind if that does not help. */
    @Override
    public void close() {
        gates.openAll();
        if (stop != null) {
            stop.goOn();
        }
        settle(this::allDone);
        if (!allDone()) {
            calls.stream().filter(call -> !call.isDone()).forEach(Call::interrupt);
            settle(this::allDone);
        }
        if (soloThreads != null) {
            soloThreads.shutdown();
        }
    }

    private boolean allDone() {
        return calls.stream().allMatch(Call::isDone);
    }

    void failIfAMemoThrew(String rule) {
        for (Call<V> call : calls) {
            Throwable thrown = call.unexplained();
            if (thrown != null) {
                throw report.unexplained(call, thrown, rule);
            }
        }
    }

    Report report() {
        return report;
    }

    /** Whether a fetch accounts for this. After an Error, what the callers get is not prescribed. */
    boolean isFromFetch(Throwable thrown) {
        return gates.threw(thrown) || gates.threwAnError();
    }

    void countCallEnded() {
        gates.countEvent();
    }

    private Set<Thread> callersAlive() {
        return calls.stream().filter(call -> !call.isDone()).map(Call::thread).collect(toSet());
    }

    private Set<Thread> othersAlive() {
        Set<Thread> others = LiveThreads.others();
        others.addAll(callersAlive()); // virtual ones are not among the live threads
        return others;
    }

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
