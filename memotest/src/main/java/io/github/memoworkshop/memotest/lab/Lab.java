package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.picture.Event;
import io.github.memoworkshop.memotest.picture.Recording;
import io.github.memoworkshop.memotest.race.Race;
import io.github.memoworkshop.memotest.race.Races;
import io.github.memoworkshop.memotest.race.Site;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
 * wait as long again, but 80 ms: a run in which every test hangs is over within a minute.
 *
 * <p>A lab belongs to the thread of the test, which closes it. {@link #close} lets everyone go.
 *
 * @param <K> what is asked for
 * @param <V> what comes back
 */
public final class Lab<K, V> implements AutoCloseable {

    /** The classes under test that only the hooks of a watch have kept from ending the tests, or running for ever. */
    private static final Set<Object> UNRULY = ConcurrentHashMap.newKeySet();

    /** Throws callers out whose lab is closed; those of an interruption still pass the hooks of the labs after it. */
    private static final Eviction EVICTION = new Eviction();

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
    private final Callers callers;
    private volatile Memoizer<K, V> memo;
    private Predicate<Thread> waker = thread -> false;
    private Runnable time = () -> {};
    private Call<V> stopped; // the first one
    private boolean isRestless;
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
        time = () -> races.letTimeFly(callers::letOthersRest);
        callers.readLimits(races::limitOf);
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
        code = new LearnerCode(underTest);
        report = new Report(code, recording);
        callers = new Callers(gates, code, recording, report);
        this.maker = maker;
        this.caller = caller;
        fetch = counter.apply(recording.recordFetches(key -> {
            try {
                return gates.fetch(key);
            } finally {
                callers.beforeEnd();
            }
        }));
    }

    /** Called by each thread before each of its steps. */
    private void beforeStep(Site step) {
        EVICTION.proceed();
        if (step != null && isExit(step)) {
            UNRULY.add(code.id());
            throw new Error("not allowed: " + step.name() + " would end the tests, too");
        }
        callers.beforeStep(step);
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
            callers.add(making);
            making.mustEnd("Memo has a public constructor that takes a fetch and keeps it for later.");
            callers.calls().remove(making);
            LiveThreads.disregard(making.thread());
        }
    }

    /** From now on, the fetch of this key does what the script does. */
    public void script(K key, Fetch<K, V> script) {
        gates.script(key, script);
    }

    /**
     * From now on, time flies for the memo, as {@link Races#letTimeFly} says, whenever nobody moves; if the memo is not
     * watched, it does not.
     */
    public void letTimeFly() {
        time.run();
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
        while (gates.keysHeld().contains(key) && !gates.isEndless()) {
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
        gates.nextToGo(key).ifPresent(thread -> callers.letGoOnAlone(thread, () -> gates.letOneGo(key)));
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

    private Call<V> call(List<K> keys, ThreadKind kind, Runnable first) {
        makeMemo();
        return callers.begin(turn -> newCall(keys, kind, () -> {
            turn.run();
            first.run();
        }));
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
        makeMemo();
        return callers.beginAll(keys.stream()
                .<Supplier<Call<V>>>map(key -> () -> newCall(List.of(key), ThreadKind.PLATFORM, () -> {}))
                .toList());
    }

    /** Whether anybody is held in a fetch at this moment. */
    public boolean isHolding() {
        return !gates.keysHeld().isEmpty();
    }

    /** Lets go, one after the other, whoever is held in a fetch, and returns when nobody moves any more. */
    public void letAllGo() {
        recording.round();
        for (K key : gates.keysHeld()) {
            long done = callers.countDone();
            gates.letOneGo(key);
            settle(() -> callers.countDone() > done);
        }
        settle(this::allDone);
    }

    private Call<V> newCall(List<K> keys, ThreadKind kind, Runnable first) {
        String name = caller + (callers.calls().size() + 1);
        K last = keys.get(keys.size() - 1);
        return new Call<>(this, nameOf(keys, name), name, kind, () -> {
            first.run();
            for (K key : keys.subList(0, keys.size() - 1)) {
                ask(key);
            }
            return ask(last);
        });
    }

    private V ask(K key) throws Exception {
        Memoizer<K, V> inTurn = asked -> {
            try {
                return memo.get(asked);
            } finally {
                callers.beforeEnd();
            }
        };
        return recording.recordCalls(inTurn).get(key);
    }

    private static String nameOf(List<?> keys, String caller) {
        String first = keys.size() == 1 ? "" : "get(" + Report.quote(keys.get(0)) + "), ..., ";
        return caller + " in " + first + "get(" + Report.quote(keys.get(keys.size() - 1)) + ")";
    }

    /** Makes {@link #callAndStop} stop its caller before this step, and not the first one; 0 stops nobody. */
    void stopBefore(int step) {
        callers.stopBefore(step);
    }

    /**
     * Starts a caller and stops it before its first step; in each round of {@link Interruptions}, before the next one.
     * Returns when it is stopped there; or when it did not come so far, but is held in a fetch, has ended, or waits.
     * There may be several such callers: then each is stopped before the step of the same number.
     */
    public Call<V> callAndStop(K key) {
        return callAndStop(List.of(key));
    }

    /** The same, for a caller that asks for these keys, one after the other. */
    public Call<V> callAndStop(List<K> keys) {
        if (callers.stop() == null) {
            stopBefore(1);
        }
        Stop stop = callers.stop();
        Call<V> call = call(keys, ThreadKind.PLATFORM, stop::watchThisThread);
        if (stopped == null) {
            stopped = call;
            isRestless = callers.isRestless(call.thread());
        }
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
        callers.letGoOnAlone(stopped.thread(), callers.stop()::moveOn);
        return callers.isStopped(stopped);
    }

    boolean hasStopped() {
        return stoppedAt() != null;
    }

    /** Whether the first caller that was to be stopped looks again and again, instead of sleeping. */
    boolean isStoppedOneRestless() {
        return isRestless;
    }

    /** The step before which the first caller was stopped, or null if it did not come so far. */
    Site stoppedAt() {
        return stopped == null ? null : callers.stop().site(stopped.thread());
    }

    /**
     * Lets the callers go on, the one who was stopped first before all others, each of them alone as far as it comes, so
     * that each run takes the same course. Returns when nobody moves any more.
     */
    public void goOn() {
        meanwhile = report.meanwhile(callers.calls(), stopped, callers::isStopped);
        if (hasStopped()) {
            recording.add(stopped.caller(), Event.Kind.GOES_ON, () -> "");
        }
        callers.letGoOnAlone(stopped.thread(), callers.stop()::end);
    }

    /** Tells what led to a failure of this test: where the caller was stopped, and what the others did meanwhile. */
    AssertionError tell(AssertionError failure, String test) {
        return hasStopped() ? report.story(stopped, callers.stop(), meanwhile, failure, test) : failure;
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
        if (soloCaller == null) {
            soloThreads = Executors.newSingleThreadExecutor(
                    task -> soloCaller = ThreadKind.PLATFORM.unstarted(caller + (callers.calls().size() + 1), task));
            soloThreads.execute(() -> {}); // makes the thread
        }
        long number = callers.calls().stream().filter(call -> call.thread() == soloCaller).count() + 1;
        String name = nameOf(List.of(key), soloCaller.getName()) + (number == 1 ? "" : " (call " + number + ")");
        return callers.beginAlone(() -> new Call<>(this, name, soloCaller, soloThreads, () -> ask(key)));
    }

    /** Waits until nobody moves any more, the memo's own threads included: a soft verdict. */
    public void settle() {
        settle(() -> false);
    }

    /** Waits until it is so, or until nobody moves who could make it so: a soft verdict. */
    public void settle(BooleanSupplier condition) {
        callers.settle(condition);
    }

    /** Waits until it is so. Returns false when it is beyond doubt that it never will be. */
    public boolean comesTrue(BooleanSupplier condition) {
        return callers.comesTrue(condition);
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
        callers.until(rule, condition);
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
        if (callers.stop() != null) {
            callers.stop().end();
        }
        settle(this::allDone);
        if (!allDone()) {
            callers.calls().stream().filter(call -> !call.isDone()).forEach(call -> {
                if (!new ThreadMeter(call.thread()).isParked()) {
                    UNRULY.add(code.id());
                }
                EVICTION.begin(call.thread());
                call.interruptOnly();
            });
            settle(this::allDone);
        }
        callers.calls().forEach(call -> LiveThreads.disregard(call.thread()));
        if (soloThreads != null) {
            soloThreads.shutdown();
        }
    }

    /** Whether all calls have ended. */
    public boolean allDone() {
        return callers.allDone();
    }

    Callers callers() {
        return callers;
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
}
