package io.github.memoworkshop.memotest.lab;

import static java.util.stream.Collectors.toCollection;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.picture.Event;
import io.github.memoworkshop.memotest.picture.Recording;
import io.github.memoworkshop.memotest.race.Race;
import io.github.memoworkshop.memotest.race.Races;
import io.github.memoworkshop.memotest.race.Site;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One memo on the bench: its fetches pass gates that the test opens and shuts, its callers are started one at a time.
 *
 * <p>{@link #call} returns when the new caller cannot move any more: it is held in a fetch, has ended, or waits. Since
 * all others are held at that moment, each run of a test takes the same course, on any machine and under any load.
 *
 * <p>There are two kinds of verdict. "The caller waits" is a <i>soft</i> one, good enough to let the test go on: given
 * at once where nobody is left who could wake it, and else when nobody has moved for some milliseconds.
 * "This will never happen" fails a learner, so it is given only when it is beyond doubt: for two seconds and two
 * hundred samples every thread was parked, or ran for two seconds of processor time without getting anywhere
 * ({@link #until}). A class of which that has been said once is red, whatever else comes. The tests after it do not
 * wait as long again, but 120 ms: a run in which every test hangs is over within a minute.
 *
 * <p>A lab belongs to the thread of the test, which closes it. {@link #close} lets everyone go.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Lab<K, V> implements AutoCloseable {

    /**
     * Where the waiting ends if nothing happens and no verdict can be reached, however busy the machine is. It decides
     * nothing else.
     */
    static final Duration HANG_GUARD = Duration.ofSeconds(isDebugged() ? 86_400 : 60);

    /** So many fetches in one lab that somebody fetches without end: the tests ask for less than a tenth of it. */
    private static final int ENDLESS = 10_000;

    /** For how long there are only short pauses between two looks at whether somebody has arrived: most do at once. */
    private static final Duration QUICK = Duration.ofMillis(2);

    /** So many turns at going on, without a call or a fetch that begins or ends, are enough for who waits for others. */
    private static final int QUIET_TURNS = 3;

    /** Longer than the time limits that people set themselves for a test's fetch. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    /** Who naps and looks again and again is seen to wait, in every run. */
    private static final int LOOKS_AT_A_NAP = 20;

    /** The classes under test that have been seen to hang, beyond doubt. */
    private static final Set<Object> KNOWN_TO_HANG = ConcurrentHashMap.newKeySet();

    /** The classes under test that only the hooks of a watch have kept from ending the tests, or running for ever. */
    private static final Set<Object> UNRULY = ConcurrentHashMap.newKeySet();

    /** Throws callers out whose lab is closed; those of an interruption still pass the hooks of the labs after it. */
    private static final Eviction CALLERS = new Eviction();

    private static final String INTERRUPTS = "get interrupts nobody, its own thread included.";

    /** What would end the tests together with the memo. */
    private static final Set<String> EXITS = Set.of("exit", "halt");

    static {
        // A common pool of one thread, as on a machine of one or two cores, is not used by CompletableFuture before JDK
        // 25: it makes a thread for each task. So that a memo fares alike on every machine, there are always a few. Builds
        // say so at the start of the JVM; this is for whoever starts one without them, as an IDE may do.
        System.getProperties().putIfAbsent("java.util.concurrent.ForkJoinPool.common.parallelism", "4");
        // Virtual threads that spin are no longer in the way of others if there are more carriers than spinners.
        System.getProperties().putIfAbsent("jdk.virtualThreadScheduler.parallelism", "16");
    }

    private final GatedFetch<K, V> gates;
    private final Maker<K, V> maker;
    private final String caller;
    private final Fetch<K, V> fetch;
    private final Recording recording = new Recording(Report::quote);
    private final LearnerCode code;
    private final Report report;
    private final List<Call<?>> calls = new ArrayList<>();
    private final Solo solo = new Solo(this::goesOn);
    private volatile Memoizer<K, V> memo;
    private final Steps steps = new Steps();
    private volatile Stop stop;
    private Predicate<Thread> waker = thread -> false;
    private Call<V> stopped; // the first one
    private String meanwhile = "";
    private ExecutorService soloThreads;
    private Thread soloCaller;

    /**
     * Puts a watched memo on the bench, where it is made when it is needed for the first time.
     *
     * @param pages answers the fetches that no {@link #script} answers
     * @param counter wraps the fetch that the memo gets, for whoever wants to count; it must pass every call on
     * @param races makes the memo, and watches it
     * @param caller what its callers are called, followed by their number
     */
    public Lab(Fetch<K, V> pages, UnaryOperator<Fetch<K, V>> counter, Races races, String caller) {
        this(pages, counter, races::make, races.type(), caller);
        races.onStep(this::beforeStep);
        waker = races::wake;
        report.readLocks(races::heldForReading);
    }

    /** Makes the memo that is put on the bench. */
    @FunctionalInterface
    public interface Maker<K, V> {

        /** Makes it around this fetch. */
        Memoizer<K, V> make(Fetch<K, V> fetch) throws Exception;
    }

    /**
     * Puts a memo on the bench, where it is made when it is needed for the first time.
     *
     * @param pages answers the fetches that no {@link #script} answers
     * @param counter wraps the fetch that the memo gets, for whoever wants to count; it must pass every call on
     * @param maker makes the memo around that fetch; it belongs to the code under test
     */
    public Lab(Fetch<K, V> pages, UnaryOperator<Fetch<K, V>> counter, Maker<K, V> maker) {
        this(pages, counter, maker, maker.getClass(), "caller-");
    }

    /**
     * Puts a memo on the bench, where it is made when it is needed for the first time.
     *
     * @param pages answers the fetches that no {@link #script} answers
     * @param counter wraps the fetch that the memo gets, for whoever wants to count; it must pass every call on
     * @param maker makes the memo around that fetch
     * @param underTest a class of the code under test
     * @param caller what its callers are called, followed by their number
     */
    public Lab(
            Fetch<K, V> pages,
            UnaryOperator<Fetch<K, V>> counter,
            Maker<K, V> maker,
            Class<?> underTest,
            String caller) {
        gates = new GatedFetch<>(pages);
        this.maker = maker;
        this.caller = caller;
        fetch = counter.apply(recording.recordFetches(key -> {
            try {
                return gates.fetch(key);
            } finally {
                solo.before(); // the end of a fetch is a step like any other
            }
        }));
        code = new LearnerCode(underTest);
        report = new Report(code, recording);
    }

    private static boolean isDebugged() {
        return Integer.getInteger(Interruptions.STEP) != null
                || ManagementFactory.getRuntimeMXBean().getInputArguments().toString().contains("jdwp");
    }

    /** Called by each thread before each of its steps, so that it may be stopped there. */
    private void beforeStep(Site step) {
        CALLERS.proceed();
        steps.count();
        if (step == null) {
            return; // only a loop
        }
        if (isExit(step)) {
            UNRULY.add(code.id());
            throw new Error("not allowed: " + step.name() + " would end the tests, too");
        }
        if (stop != null) {
            stop.before(step);
        }
        solo.before(); // who was stopped waits for its turn, too
        steps.take(step);
        recording.step(Thread.currentThread().getName(), step);
    }

    /** The place of the last step that the calling thread has taken, or nothing, in the form of a stack trace. */
    StackTraceElement[] lastStep() {
        return steps.end().map(Site::frame).stream().toArray(StackTraceElement[]::new);
    }

    /**
     * Where a thread is. One that goes in circles is at the step of its circle that comes first in the text, so that
     * every run says the same.
     */
    StackTraceElement[] whereabouts(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return LearnerCode.waits(thread, frames)
                ? frames
                : steps.beginOfCircle(thread).map(begin -> new StackTraceElement[] {begin}).orElse(frames);
    }

    private static boolean isExit(Site step) {
        boolean isOfJvm = "java/lang/System".equals(step.owner()) || "java/lang/Runtime".equals(step.owner());
        return isOfJvm && EXITS.contains(step.name());
    }

    /**
     * Whether a lab has seen this memo end the tests, or run on when it was to end, where only the watch of {@link Races}
     * has kept it from that: then it had better not run without one.
     *
     * @param memo the class under test
     */
    public static boolean isUnruly(Class<?> memo) {
        return UNRULY.contains(new LearnerCode(memo).id());
    }

    /** The names of the threads that memos have started and not ended so far. Each of them is named once. */
    public static List<String> threadsLeftBehind() {
        List<Thread> threads = LiveThreads.startedByMemos();
        threads.forEach(LiveThreads::disregard);
        return threads.stream().map(Thread::getName).toList();
    }

    /**
     * Ends a watch whose labs are closed: no thread takes a step in its memos any more. It may take them in others: a
     * thread of the common pool works for whoever comes.
     */
    public static void end(Races races) {
        LiveThreads.retire();
        Eviction eviction = new Eviction();
        races.onStep(step -> {
            eviction.begin(Thread.currentThread());
            eviction.proceed();
        });
    }

    /** What has happened in this lab so far. */
    public Recording recording() {
        return recording;
    }

    /** The fetch that the memo was given. */
    public Fetch<K, V> fetch() {
        return fetch;
    }

    /** The memo itself, for scripts that ask it again. */
    public Memoizer<K, V> memo() {
        return memo;
    }

    /** Makes the memo in a thread that may be left behind, too: a constructor can hang like any other method. */
    private void makeMemo() {
        if (memo == null) {
            Call<Memoizer<K, V>> making = new Call<>(
                    this, Call.CONSTRUCTOR, "constructor", ThreadKind.PLATFORM, () -> memo = maker.make(fetch));
            calls.add(making);
            making.mustEnd("Memo has a public constructor that takes a fetch and keeps it for later.");
            calls.remove(making);
            LiveThreads.disregard(making.thread());
        }
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

    /**
     * Lets go, one after the other, whoever is held in the fetch of this key, and holds nobody there any more. Returns
     * when nobody moves any more.
     */
    public void open(K key) {
        while (gates.keysHeld().contains(key) && gates.visits() < ENDLESS) {
            letOneGo(key);
        }
        gates.open(key);
    }

    /**
     * Lets go who has been held for the longest time in the fetch of this key, and nobody else, and returns when nobody
     * moves any more. Whoever is woken meanwhile goes on after that, one caller after the other, so that each run takes
     * the same course.
     */
    public void letOneGo(K key) {
        gates.nextToGo(key).ifPresent(thread -> letGoOnAlone(thread, () -> gates.letOneGo(key)));
    }

    /** Does what lets this caller go on, and returns when nobody moves any more; the others go on after it. */
    void letGoOnAlone(Thread thread, Runnable signal) {
        beginTurn(thread);
        Thread mover = allAreHeld() ? thread : null;
        signal.run();
        settleForNow(() -> isDone(thread), mover);
        letOthersGoOn();
    }

    private void letOthersGoOn() {
        settleForNow(this::allDone, null); // whoever was woken comes to its next step
        int enough = KNOWN_TO_HANG.contains(code.id()) ? 1 : QUIET_TURNS;
        int quietTurns = 0;
        while (quietTurns < enough && !solo.heldUp().isEmpty()) {
            long events = gates.events();
            for (Thread thread : inOrder(solo.heldUp())) {
                Thread mover = allAreHeld() ? thread : null;
                beginTurn(thread);
                settleForNow(() -> isDone(thread), mover);
            }
            quietTurns = gates.events() == events ? quietTurns + 1 : 0;
            settleForNow(this::allDone, null);
        }
        if (!solo.heldUp().isEmpty()) {
            settle(this::allDone);
        }
        solo.end();
    }

    /** A schedule has so many turns that to hold up threads of the memo's own, too, would take too long. */
    private void beginTurn(Thread thread) {
        if (stop == null) {
            solo.begin(thread, othersThan(thread));
        } else {
            solo.beginAmong(thread, othersThan(thread));
        }
    }

    /** These threads in the order of their calls; the memo's own threads come last. */
    private List<Thread> inOrder(Set<Thread> threads) {
        return Stream.concat(calls.stream().map(Call::thread).filter(threads::contains), threads.stream())
                .distinct()
                .toList();
    }

    private boolean isDone(Thread caller) {
        List<Call<?>> made = calls.stream().filter(call -> call.thread() == caller).toList();
        return !made.isEmpty() && made.stream().allMatch(Call::isDone);
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
        return call(List.of(key), kind, () -> {});
    }

    /** Starts a caller that asks for these keys, one after the other, and answers what came of the last one. */
    public Call<V> call(List<K> keys) {
        return call(keys, ThreadKind.PLATFORM, () -> {});
    }

    /** Whom the new caller sets free goes on when it has come as far as it can, so that each run takes the same course. */
    private Call<V> call(List<K> keys, ThreadKind kind, Runnable first) {
        solo.end();
        makeMemo();
        int held = gates.held();
        boolean isAlone = allAreHeld();
        Set<Thread> others = callersAlive();
        others.removeAll(held());
        Call<V> call = newCall(keys, kind, () -> {
            solo.beginAmong(Thread.currentThread(), others);
            first.run();
        });
        Thread mover = isAlone ? call.thread() : null;
        boolean arrived = settleForNow(() -> hasArrived(call, held), mover);
        if (arrived) {
            recordWait(call); // for a thread of the memo's own that has come to a fetch
        }
        if (arrived && !others.isEmpty() || !solo.heldUp().isEmpty()) {
            letOthersGoOn();
        } else {
            solo.end();
        }
        return call;
    }

    /** Whether the call has ended, or its caller is held or waits for a thread of the memo's own that is. */
    private boolean hasArrived(Call<?> call, int heldBefore) {
        Thread thread = call.thread();
        return call.isDone() || isStopped(call) || gates.held() > heldBefore
                && (gates.whoIsHeld().contains(thread) || new ThreadMeter(thread).isParked());
    }

    /** Starts a caller whose thread is interrupted already, and returns when it has arrived, as {@link #call} does. */
    public Call<V> callInterrupted(K key) {
        Call<V> call = call(List.of(key), ThreadKind.PLATFORM, () -> Thread.currentThread().interrupt());
        call.interruptedBefore();
        return call;
    }

    /**
     * Starts callers in platform threads, one after the other, and returns when nobody moves any more. That a caller
     * was seen parked once is enough to start the next one, so this is quick, and good enough for a picture. Where
     * callers are known to hang, one that goes in circles is enough.
     */
    public List<Call<V>> callAll(List<K> keys) {
        List<Call<V>> crowd = new ArrayList<>();
        for (K key : keys) {
            int held = gates.held();
            Call<V> call = newCall(List.of(key), ThreadKind.PLATFORM, () -> {});
            ThreadMeter meter = new ThreadMeter(call.thread());
            crowd.add(call);
            BooleanSupplier hasArrived = () -> call.isDone() || gates.held() > held || meter.isParked();
            settle(hasArrived);
            if (!hasArrived.getAsBoolean() && KNOWN_TO_HANG.contains(code.id())) {
                break; // each one more would take the processors from all others, and from the test
            }
        }
        settle(this::allDone);
        return crowd;
    }

    /**
     * Lets those who wait for a limited time wait for all of it, or for what is long enough for a test, and then go on,
     * one caller after the other. Returns when nobody moves any more.
     */
    public void outwait() {
        solo.begin(Thread.currentThread(), Set.of());
        List<BooleanSupplier> waits = calls.stream().map(Call::endOfWait).toList();
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (!waits.stream().allMatch(BooleanSupplier::getAsBoolean) && System.nanoTime() < end) {
            pause(Duration.ofMillis(1));
        }
        letOthersGoOn();
    }

    /** Whether anybody is held in a fetch at this moment. */
    public boolean isHolding() {
        return !gates.keysHeld().isEmpty();
    }

    /** Lets go, one after the other, whoever is held in a fetch, and returns when nobody moves any more. */
    public void letAllGo() {
        recording.round();
        for (K key : gates.keysHeld()) {
            long done = countDone();
            gates.letOneGo(key);
            settle(() -> countDone() > done);
        }
        settle(this::allDone);
    }

    private Call<V> newCall(List<K> keys, ThreadKind kind, Runnable first) {
        makeMemo();
        String name = caller + (calls.size() + 1);
        K last = keys.get(keys.size() - 1);
        Call<V> call = new Call<>(this, nameOf(last, name), name, kind, () -> {
            first.run();
            for (K key : keys.subList(0, keys.size() - 1)) {
                ask(key);
            }
            return ask(last);
        });
        calls.add(call);
        return call;
    }

    private V ask(K key) throws Exception {
        Memoizer<K, V> inTurn = asked -> {
            try {
                return memo.get(asked);
            } finally {
                solo.before(); // its end is the last of its steps
            }
        };
        return recording.recordCalls(inTurn).get(key);
    }

    private static String nameOf(Object key, String caller) {
        return caller + " in get(" + Report.quote(key) + ")";
    }

    /** Makes {@link #callAndStop} stop its caller before this step, and not the first one; 0 stops nobody. */
    void stopBefore(int step) {
        stop = new Stop(step, this::goesOn);
    }

    /**
     * Starts a caller and stops it before its first step; in each round of {@link Interruptions}, before the next one.
     * Returns when it is stopped there; or when it did not come so far, but is held in a fetch, has ended, or waits.
     * There may be several such callers: then each is stopped before the step of the same number.
     */
    public Call<V> callAndStop(K key) {
        if (stop == null) {
            stopBefore(1);
        }
        Call<V> call = call(List.of(key), ThreadKind.PLATFORM, stop::watchThisThread);
        stopped = stopped == null ? call : stopped;
        Site site = stop.site(call.thread());
        if (site != null) {
            recording.add(call.caller(), Event.Kind.IS_STOPPED, () -> report.place(site));
        }
        return call;
    }

    /**
     * Lets the stopped caller take one step, and then whomever that has set free go on as far as they come, each of them
     * alone.
     *
     * @return whether the caller is stopped again, before its next step
     */
    public boolean takeStep() {
        letGoOnAlone(stopped.thread(), stop::moveOn);
        return isStopped(stopped);
    }

    private boolean isStopped(Call<?> call) {
        return stop != null && stop.standing().contains(call.thread());
    }

    boolean hasStopped() {
        return stoppedAt() != null;
    }

    /** The step before which the first caller was stopped, or null if it did not come so far. */
    Site stoppedAt() {
        return stopped == null ? null : stop.site(stopped.thread());
    }

    /**
     * Lets the callers go on, the one who was stopped first before all others, each of them alone as far as it comes, so
     * that each run takes the same course. Returns when nobody moves any more.
     */
    public void goOn() {
        meanwhile = report.meanwhile(calls, stopped, this::isStopped);
        if (hasStopped()) {
            recording.add(stopped.caller(), Event.Kind.GOES_ON, () -> "");
        }
        letGoOnAlone(stopped.thread(), stop::end);
    }

    /** Tells what led to a failure of this test: where the caller was stopped, and what the others did meanwhile. */
    AssertionError tell(AssertionError failure, String test) {
        return hasStopped() ? report.story(stopped, stop, meanwhile, failure, test) : failure;
    }

    /**
     * Makes a call by the one caller who makes all solo calls of this lab, always in the same thread. Returns when it
     * has ended or the caller cannot move any more.
     *
     * <p>Threads of the memo's own take their steps only while the caller waits for somebody, and are held up again
     * when it has what it wanted: what they were to do later, they do later, in every run.
     */
    public Call<V> solo(K key) {
        makeMemo();
        int held = gates.held();
        if (soloCaller == null) {
            soloThreads = Executors.newSingleThreadExecutor(
                    task -> soloCaller = ThreadKind.PLATFORM.unstarted(caller + (calls.size() + 1), task));
            soloThreads.execute(() -> {}); // makes the thread
        }
        long number = calls.stream().filter(call -> call.thread() == soloCaller).count() + 1;
        String name = nameOf(key, soloCaller.getName()) + (number == 1 ? "" : " (call " + number + ")");
        Call<V> call = new Call<>(this, name, soloCaller, soloThreads, () -> ask(key));
        calls.add(call);
        BooleanSupplier hasArrived = () -> hasArrived(call, held);
        solo.begin(soloCaller, othersThan(soloCaller));
        settleForNow(hasArrived, null);
        if (!hasArrived.getAsBoolean()) {
            settle(hasArrived);
            solo.begin(soloCaller, othersThan(soloCaller));
        }
        return call;
    }

    /** Waits until nobody moves any more, the memo's own threads included: a soft verdict. */
    public void settle() {
        settle(() -> false);
    }

    /** Waits until it is so, or until nobody moves who could make it so: a soft verdict. */
    public void settle(BooleanSupplier condition) {
        solo.end();
        settleForNow(condition, null);
    }

    /**
     * Waits until it is so, or until nobody moves who could make it so.
     *
     * @param mover who could move alone when it set out, because all others were held; or null if there is no such one
     * @return whether it is so
     */
    private boolean settleForNow(BooleanSupplier condition, Thread mover) {
        boolean again = KNOWN_TO_HANG.contains(code.id());
        Stillness everyone = Stillness.forNow(Duration.ofMillis(3), again, steps::countOf); // the woken may be slow to run
        Stillness callers = Stillness.forNow(Duration.ofSeconds(1), again, steps::countOf); // if another one never rests
        long end = System.nanoTime() + HANG_GUARD.toNanos();
        BooleanSupplier isStill = () -> {
            Heralds.call(); // whoever was only waiting for the processor has had a turn
            return everyone.sample(othersAlive(), gates.pulse())
                    || callers.sample(callersAlive(), gates.pulse())
                    || System.nanoTime() > end;
        };
        long quick = System.nanoTime() + QUICK.toNanos();
        long pulse = gates.pulse();
        while (!condition.getAsBoolean() && gates.visits() < ENDLESS) {
            boolean isAtRest = isSurelyAtRest(mover);
            if (!isAtRest && System.nanoTime() < quick) {
                pause(Duration.ofNanos(20_000));
            } else if (!isAtRest) {
                long pulseBefore = pulse;
                pulse = gates.awaitEvent(pulseBefore, Duration.ofMillis(1));
                isAtRest = pulse == pulseBefore && isStill.getAsBoolean() && pulse == gates.pulse();
            }
            if (isAtRest) {
                recordWhoWaits();
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    private boolean isSurelyAtRest(Thread mover) {
        if (nobodyMoves(mover)) {
            Heralds.call();
            Heralds.callVirtual();
            return nobodyMoves(mover); // and was not just in a lock of the JVM for a moment
        }
        return false;
    }

    /**
     * Whether all threads are held, or wait for the lock of one that is; but for the one that was on its way alone, if
     * it is parked: then there is nobody who could wake it.
     */
    private boolean nobodyMoves(Thread mover) {
        boolean isParked = mover != null
                && new ThreadMeter(mover).isParkedForGood()
                && code.isInside(mover.getStackTrace());
        Set<Thread> held = held();
        Set<Thread> movers = othersAlive();
        movers.addAll(LiveThreads.workers());
        movers.removeAll(held);
        movers.removeIf(LiveThreads::isIdleServant);
        if (isParked) {
            movers.remove(mover);
        }
        return movers.stream().allMatch(thread -> new ThreadMeter(thread).waitsForALockOf(held));
    }

    private boolean allAreHeld() { // that a carrier is idle has a meaning only after the heralds
        return LiveThreads.areVirtualThreadsUsed() ? isSurelyAtRest(null) : nobodyMoves(null);
    }

    /** Who is held by this lab at this moment, and goes on only when the test lets it. */
    private Set<Thread> held() {
        Set<Thread> held = gates.whoIsHeld();
        held.addAll(solo.heldUp());
        if (stop != null) {
            held.addAll(stop.standing());
        }
        if (soloCaller != null && isDone(soloCaller)) {
            held.add(soloCaller); // until it makes its next call
        }
        held.removeIf(Thread::isInterrupted);
        return held;
    }

    /** Waits until it is so. Returns false when it is beyond doubt that it never will be. */
    public boolean comesTrue(BooleanSupplier condition) {
        Stillness beyondDoubt = beyondDoubt();
        long end = System.nanoTime() + HANG_GUARD.toNanos();
        while (!condition.getAsBoolean()) {
            solo.end();
            if (beyondDoubt.sample(othersAlive(), gates.pulse()) || System.nanoTime() > end) {
                return false;
            }
            pause(Duration.ofMillis(1));
        }
        return true;
    }

    private Stillness beyondDoubt() {
        return Stillness.beyondDoubt(KNOWN_TO_HANG.contains(code.id()), steps::countOf);
    }

    private void recordWhoWaits() {
        calls.forEach(this::recordWait);
    }

    private void recordWait(Call<?> call) {
        if (!call.isDone() && !LearnerCode.isInHook(call.thread().getStackTrace())) {
            ThreadMeter meter = new ThreadMeter(call.thread());
            for (int looks = 0; looks < LOOKS_AT_A_NAP && !meter.isParked(); looks++) {
                pause(Duration.ofNanos(50_000));
            }
            recording.lookAt(call.thread(), report::place);
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
        failIfAMemoThrew(rule);
        if (!condition.getAsBoolean()) {
            await(rule, condition);
        }
    }

    private void await(String rule, BooleanSupplier condition) {
        Stillness beyondDoubt = beyondDoubt();
        Awaitility.await(rule)
                .dontCatchUncaughtExceptions()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval((count, last) -> Duration.ofMillis(Math.min(count, 10)))
                .forever()
                .until(() -> {
                    failIfAMemoThrew(rule);
                    if (condition.getAsBoolean()) {
                        return true;
                    }
                    solo.end();
                    if (gates.visits() >= ENDLESS) {
                        throw stuck("There is no end of fetches:", rule);
                    }
                    if (beyondDoubt.sample(othersAlive(), gates.pulse())) {
                        throw stuck("Nothing moves any more:", rule);
                    }
                    if (beyondDoubt.quietTime().compareTo(HANG_GUARD) > 0) {
                        throw stuck("Nothing has happened for " + HANG_GUARD.toSeconds() + " s:", rule);
                    }
                    return false;
                });
    }

    private AssertionError stuck(String seen, String rule) {
        KNOWN_TO_HANG.add(code.id());
        recordWhoWaits();
        return report.stuck(seen, calls, rule);
    }

    /**
     * A failure of a test that counts fetches, for it to throw. If there was more than one of the key, the rule was
     * broken when the second one began.
     *
     * @param key whose fetches they are: the line to look at is where they were made
     * @param seen what was seen
     * @param rule the rule that it breaks
     */
    public AssertionError wrongFetches(K key, String seen, String rule) {
        String name = Report.quote(key);
        List<Event> fetches = recording.events().stream()
                .filter(event -> event.kind() == Event.Kind.FETCHES && event.detail().get().equals(name))
                .limit(2)
                .toList();
        recording.broken(rule, event -> fetches.indexOf(event) == 1);
        return report.failure(seen, rule, gates.callersOf(key).toArray(StackTraceElement[][]::new));
    }

    /**
     * Lets everyone go. Who does not end even so is interrupted, and thrown out at its next step if that does not help;
     * later labs pay no heed to it.
     */
    @Override
    public void close() {
        gates.openAll();
        if (stop != null) {
            stop.end();
        }
        settle(this::allDone);
        if (!allDone()) {
            calls.stream().filter(call -> !call.isDone()).forEach(call -> {
                if (!new ThreadMeter(call.thread()).isParked()) {
                    UNRULY.add(code.id());
                }
                CALLERS.begin(call.thread());
                call.interruptOnly();
            });
            settle(this::allDone);
        }
        calls.forEach(call -> LiveThreads.disregard(call.thread()));
        if (soloThreads != null) {
            soloThreads.shutdown();
        }
    }

    private long countDone() {
        return calls.stream().filter(Call::isDone).count();
    }

    /** Whether all calls have ended. */
    public boolean allDone() {
        return calls.stream().allMatch(Call::isDone);
    }

    void failIfAMemoThrew(String rule) {
        for (Call<?> call : calls) {
            Throwable thrown = call.unexplained();
            if (thrown != null) {
                throw report.unexplained(call, thrown, rule);
            }
            if (call.isInterruptedWithoutReason()) {
                throw report.failure(
                        call + " ended interrupted, although nobody had interrupted its thread.",
                        INTERRUPTS,
                        call.place());
            }
        }
    }

    Report report() {
        return report;
    }

    /** Records a data race: both accesses, if they were made in this lab, and that the later one breaks a rule. */
    public void recordRace(Race race, String rule) {
        if (recordAccess(race, race.first()) & recordAccess(race, race.second())) {
            recording.broken(rule, event -> event.kind() == Event.Kind.ACCESSES);
        }
    }

    private boolean recordAccess(Race race, Race.Access access) {
        String words = (access.write() ? "writes " : "reads ") + race.variable() + report.place(access.site());
        return recording.accessed(access.thread(), access.site(), words);
    }

    /** Whether a fetch accounts for this. After an Error, what the callers get is not prescribed. */
    boolean isFromFetch(Throwable thrown) {
        return gates.threw(thrown) || gates.threwAny(Error.class);
    }

    /** Whether a fetch accounts for an interrupt of its caller. */
    boolean isInterruptedByFetch() {
        return gates.interrupted();
    }

    /** Wakes a thread from a wait for a notification, and tells whether it was in one. */
    boolean wake(Thread thread) {
        return waker.test(thread);
    }

    /** Says that something goes on which this lab cannot see, so that nobody is taken for one who runs for ever. */
    public void goesOn() {
        gates.countProgress();
    }

    void countCallEnded() {
        gates.countEvent();
    }

    private Set<Thread> callersAlive() {
        return calls.stream().filter(call -> !call.isDone()).map(Call::thread).collect(toCollection(HashSet::new));
    }

    private Set<Thread> othersThan(Thread caller) {
        Set<Thread> others = callersAlive();
        others.remove(caller);
        return others;
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
