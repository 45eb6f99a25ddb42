package io.github.memoworkshop.memotest.lab;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.github.memoworkshop.memotest.picture.Recording;
import io.github.memoworkshop.memotest.race.Site;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The calls of one lab: lets their callers go on, one at a time, and tells when none of them moves any more. Both kinds
 * of verdict of which {@link Lab} tells are given here. It belongs to the thread of the test, but for the steps.
 */
final class Callers {

    /**
     * Where the waiting ends if nothing happens and no verdict can be reached, however busy the machine is. It decides
     * nothing else.
     */
    static final Duration HANG_GUARD = Duration.ofSeconds(isDebugged() ? 86_400 : 60);

    /** For how long there are only short pauses between two looks at whether somebody has arrived: most do at once. */
    private static final Duration QUICK = Duration.ofMillis(2);

    /** So many turns at going on, without a call or a fetch that begins or ends, are enough for who waits for others. */
    private static final int QUIET_TURNS = 3;

    /** So many looks are enough to see a caller wait; and so many more if it naps, so that every run says the same. */
    private static final int LOOKS = 20;
    private static final int LOOKS_AT_A_NAP = 200;

    /** More than these, and a caller goes in circles. */
    private static final int FEW_NAPS = 5;
    private static final int FEW_STEPS = 2_000;

    /** The classes under test that have been seen to hang, beyond doubt. */
    private static final Set<Object> KNOWN_TO_HANG = ConcurrentHashMap.newKeySet();

    /** Those that have been seen to run without getting anywhere. */
    private static final Set<Object> KNOWN_TO_SPIN = ConcurrentHashMap.newKeySet();

    /** Who looks again once an hour does not poll. Of the hour, a little may be over. */
    private static final Duration LONG = Duration.ofMinutes(59);

    private static final String INTERRUPTS = "get interrupts nobody, its own thread included.";
    private static final String UNDISTURBED = "A caller that leaves disturbs nobody.";

    private final GatedFetch<?, ?> gates;
    private final LearnerCode code;
    private final Recording recording;
    private final Report report;
    private final List<Call<?>> calls = new ArrayList<>();
    private final Steps steps = new Steps();
    private final Solo solo;
    private Function<Thread, Duration> limits = thread -> Duration.ZERO;
    private volatile Stop stop; // null if nobody is to be stopped
    private Thread resident; // whose thread lives on between its calls

    /** For callers whose fetches pass these gates. */
    Callers(GatedFetch<?, ?> gates, LearnerCode code, Recording recording, Report report) {
        this.gates = gates;
        this.code = code;
        this.recording = recording;
        this.report = report;
        solo = new Solo(gates::countProgress);
    }

    /** From now on, it is known for how long a thread may wait that waits for a limited time. */
    void readLimits(Function<Thread, Duration> limitOf) {
        limits = limitOf;
    }

    private static boolean isDebugged() {
        return Integer.getInteger(Interruptions.STEP) != null
                || ManagementFactory.getRuntimeMXBean().getInputArguments().toString().contains("jdwp");
    }

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    // ---- Their steps, each of them told by the thread that is about to take it ----

    /** A step, or only a loop that begins anew if there is no site. */
    void beforeStep(Site step) {
        steps.count();
        if (step == null) {
            return;
        }
        if (stop != null) {
            stop.before(step);
        }
        solo.before(); // who was stopped waits for its turn, too
        steps.take(step);
        recording.step(Thread.currentThread().getName(), step);
    }

    /** The end of a fetch or of a call: a step like any other, but nobody is stopped there. */
    void beforeEnd() {
        solo.before();
    }

    /**
     * Time goes by only when nobody else moves, as in a simulation: a limit then runs out at the same point in every run.
     * Who keeps running has a chance, but cannot stop the time.
     */
    void letOthersRest() {
        Stillness others = Stillness.forNow(Duration.ZERO, isKnownToSpin(), steps::countOf);
        long end = System.nanoTime() + HANG_GUARD.toNanos();
        solo.freeTheMemosOwnDuring(() -> {
            while (!others.sample(LiveThreads.atWork(), gates.pulse()) && System.nanoTime() < end) {
                pause(Duration.ofNanos(50_000));
            }
        });
    }

    /** The place of the last step that the calling thread has taken, or nothing, in the form of a stack trace. */
    StackTraceElement[] lastStep() {
        return steps.end().map(Site::frame).stream().toArray(StackTraceElement[]::new);
    }

    /** Whether a thread has taken so many steps, or naps, that it goes in circles. */
    boolean isRestless(Thread thread) {
        int few = isKnownToSpin() ? FEW_STEPS / 10 : FEW_STEPS; // it has a tenth of the time, too
        return steps.countOf(thread) > few || new ThreadMeter(thread).stops() > FEW_NAPS;
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

    // ---- Their calls ----

    List<Call<?>> calls() {
        return calls;
    }

    <V> Call<V> add(Call<V> call) {
        calls.add(call);
        return call;
    }

    /**
     * Lets a caller begin and come as far as it can; whom it sets free goes on after that, so that each run takes the
     * same course.
     *
     * @param making makes the call, whose thread first does what it is given
     */
    <V> Call<V> begin(Function<Runnable, Call<V>> making) {
        solo.end();
        settleForNow(this::ownThreadsRest, null);
        int held = gates.held();
        boolean isAlone = allAreHeld();
        Set<Thread> others = alive();
        others.removeAll(held());
        Call<V> call = add(making.apply(() -> beginTurn(Thread.currentThread(), others)));
        Thread mover = isAlone ? call.thread() : null;
        boolean arrived = settleForNow(() -> hasArrived(call, held), mover);
        if (!arrived && !alive().containsAll(solo.heldUp())) { // the memo's own wait until it rests: now they may go on
            solo.beginAmong(call.thread(), others);
            arrived = settleForNow(() -> hasArrived(call, held), null);
        }
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

    /** The same for the one caller whose thread lives on between its calls; the memo's own threads are held up, too. */
    <V> Call<V> beginAlone(Supplier<Call<V>> making) {
        settleForNow(this::ownThreadsRest, null);
        int held = gates.held();
        Call<V> call = add(making.get());
        resident = call.thread();
        solo.begin(resident, othersThan(resident));
        if (!settleForNow(() -> hasArrived(call, held), null)) {
            settle(() -> hasArrived(call, held));
            solo.begin(resident, othersThan(resident));
        }
        return call;
    }

    /** Lets a crowd of callers begin, each of whom has arrived as soon as it was seen parked once. */
    <V> List<Call<V>> beginAll(List<Supplier<Call<V>>> makings) {
        List<Call<V>> crowd = new ArrayList<>();
        for (Supplier<Call<V>> making : makings) {
            int held = gates.held();
            Call<V> call = add(making.get());
            ThreadMeter meter = new ThreadMeter(call.thread());
            crowd.add(call);
            BooleanSupplier hasArrived = () -> call.isDone() || gates.held() > held || meter.isParked();
            settle(hasArrived);
            if (!hasArrived.getAsBoolean() && isKnownToHang()) {
                break; // each one more would take the processors from all others, and from the test
            }
        }
        settle(this::allDone);
        return crowd;
    }

    /**
     * Whether no thread of the memo's own is on its way, as back to its pool: whether it is there matters to the next
     * caller.
     */
    private boolean ownThreadsRest() {
        Set<Thread> own = LiveThreads.atWork();
        own.removeAll(alive());
        own.removeAll(held());
        return own.stream().allMatch(thread -> new ThreadMeter(thread).isParked() && !Kernel.isReady(thread));
    }

    /** Whether the call has ended, or its caller is held or waits for a thread of the memo's own that is. */
    private boolean hasArrived(Call<?> call, int heldBefore) {
        Thread thread = call.thread();
        return call.isDone() || isStopped(call) || gates.held() > heldBefore
                && (gates.whoIsHeld().contains(thread) || LearnerCode.waits(thread));
    }

    long countDone() {
        return calls.stream().filter(Call::isDone).count();
    }

    boolean allDone() {
        return calls.stream().allMatch(Call::isDone);
    }

    /** Words for those that were interrupted before, for what comes later may come from that. */
    String whoWasInterrupted() {
        List<String> names = calls.stream().filter(Call::wasInterrupted).map(Call::caller).distinct().toList();
        return names.isEmpty() ? "" : ", after " + String.join(" and ", names) + " was interrupted";
    }

    private boolean isDone(Thread caller) {
        List<Call<?>> made = calls.stream().filter(call -> call.thread() == caller).toList();
        return !made.isEmpty() && made.stream().allMatch(Call::isDone);
    }

    private Set<Thread> alive() {
        return calls.stream().filter(call -> !call.isDone()).map(Call::thread).collect(toCollection(HashSet::new));
    }

    private Set<Thread> othersThan(Thread caller) {
        Set<Thread> others = alive();
        others.remove(caller);
        return others;
    }

    /** All who may have to do with the memo. */
    private Set<Thread> everyone() {
        Set<Thread> everyone = LiveThreads.others();
        everyone.addAll(alive()); // virtual ones are not among the live threads
        return everyone;
    }

    // ---- Who is stopped, and whose turn it is ----

    /** Stops whoever is {@linkplain Stop#watchThisThread watched} before this step. */
    void stopBefore(int step) {
        stop = new Stop(step, gates::countProgress);
    }

    Stop stop() {
        return stop;
    }

    boolean isStopped(Call<?> call) {
        return stop != null && stop.standing().contains(call.thread());
    }

    /** Does what lets this caller go on, and returns when nobody moves any more; the others go on after it. */
    void letGoOnAlone(Thread thread, Runnable signal) {
        beginTurn(thread, othersThan(thread));
        Thread mover = allAreHeld() ? thread : null;
        signal.run();
        settleForNow(() -> isDone(thread), mover);
        letOthersGoOn();
    }

    private void letOthersGoOn() {
        settleForNow(this::allDone, null); // whoever was woken comes to its next step
        int enough = isKnownToHang() ? 1 : QUIET_TURNS;
        int quietTurns = 0;
        while (quietTurns < enough && !solo.heldUp().isEmpty()) {
            long events = gates.events();
            for (Thread thread : inOrder(solo.heldUp())) {
                Thread mover = allAreHeld() ? thread : null;
                beginTurn(thread, othersThan(thread));
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
    private void beginTurn(Thread thread, Set<Thread> others) {
        if (stop == null) {
            solo.begin(thread, others);
        } else {
            solo.beginAmong(thread, others);
        }
    }

    /** These threads in the order of their calls; the memo's own threads come last. */
    private List<Thread> inOrder(Set<Thread> threads) {
        return Stream.concat(calls.stream().map(Call::thread).filter(threads::contains), threads.stream())
                .distinct()
                .toList();
    }

    // ---- Soft verdicts ----

    /** Lets everyone go on until it is so, or until nobody moves who could make it so. */
    void settle(BooleanSupplier condition) {
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
        boolean again = isKnownToHang() || isKnownToSpin();
        Stillness all = Stillness.forNow(Duration.ofMillis(3), again, steps::countOf); // the woken may be slow to run
        Stillness callers = Stillness.forNow(Duration.ofSeconds(1), again, steps::countOf); // if another one never rests
        long end = System.nanoTime() + HANG_GUARD.toNanos();
        BooleanSupplier isStill = () -> {
            Heralds.call(); // whoever was only waiting for the processor has had a turn
            return all.sample(everyone(), gates.pulse())
                    || callers.sample(alive(), gates.pulse())
                    || System.nanoTime() > end;
        };
        long quick = System.nanoTime() + QUICK.toNanos();
        long pulse = gates.pulse();
        while (!condition.getAsBoolean() && !gates.isEndless()) {
            boolean isAtRest = isSurelyAtRest(mover);
            if (!isAtRest && System.nanoTime() < quick) {
                pause(Duration.ofNanos(20_000));
            } else if (!isAtRest) {
                long pulseBefore = pulse;
                pulse = gates.awaitEvent(pulseBefore, Duration.ofMillis(1));
                isAtRest = pulse == pulseBefore && isStill.getAsBoolean() && pulse == gates.pulse() && !isWaking();
                if (isAtRest) {
                    noteWhoSpins();
                }
            }
            if (isAtRest) {
                recordWhoWaits();
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Whether nobody moves: because all sleep, if the kernel knows, or because the heralds have had their turn, too. */
    private boolean isSurelyAtRest(Thread mover) {
        if (isWaking()) {
            return false;
        }
        Set<Thread> held = held();
        Set<Thread> callers = alive();
        if (!callers.stream().allMatch(caller -> held.contains(caller) || isParkedForGood(caller))) {
            return false; // mostly so, and quick to see
        }
        Set<Thread> movers = movers(held);
        if (!movers.stream().allMatch(thread -> isParkedForGood(thread)
                || !callers.contains(thread) && isWithoutWork(thread))) {
            return false;
        }
        return Kernel.knows(movers)
                ? Kernel.areAsleep(movers, () -> movers.containsAll(movers(held()))) // and nobody has got work from them
                : nobodyMovesEvenAfterTheHeralds(mover);
    }

    private boolean nobodyMovesEvenAfterTheHeralds(Thread mover) {
        if (nobodyMoves(mover)) {
            Heralds.call();
            Heralds.callVirtual();
            return nobodyMoves(mover); // and was not just in a lock of the JVM for a moment
        }
        return false;
    }

    /** Whether the thread waits until somebody ends that, or for so long that it makes no difference. */
    boolean isParkedForGood(Thread thread) {
        ThreadMeter meter = new ThreadMeter(thread);
        return meter.isParkedForGood() || meter.isParkedForATime() && limits.apply(thread).compareTo(LONG) > 0;
    }

    /** Whether a thread of the memo's own waits for work: if none comes, it ends in time. */
    private boolean isWithoutWork(Thread thread) {
        return new ThreadMeter(thread).isParkedForATime() && code.innermost(thread.getStackTrace()).isEmpty();
    }

    /**
     * Whether all threads are held, or wait for the lock of one that is; but for the one that was on its way alone, if
     * it is parked: then there is nobody who could wake it.
     */
    private boolean nobodyMoves(Thread mover) {
        boolean isParked = mover != null
                && isParkedForGood(mover)
                && code.isInside(mover.getStackTrace());
        Set<Thread> held = held();
        Set<Thread> movers = movers(held);
        if (isParked) {
            movers.remove(mover);
        }
        return !isWaking() && movers.stream().allMatch(thread -> new ThreadMeter(thread).waitsForALockOf(held));
    }

    /** Whether somebody whom this lab lets go on still looks like one that waits. */
    private boolean isWaking() {
        return solo.isWaking() || stop != null && stop.isWaking();
    }

    private boolean allAreHeld() { // that a carrier is idle has a meaning only after the heralds
        return LiveThreads.areVirtualThreadsUsed() ? nobodyMovesEvenAfterTheHeralds(null) : nobodyMoves(null);
    }

    /** All who may have to do with the memo, but for these and those that have nothing to do. */
    private Set<Thread> movers(Set<Thread> held) {
        Set<Thread> movers = LiveThreads.othersAndWorkers();
        movers.addAll(alive());
        movers.removeAll(held);
        movers.removeIf(LiveThreads::isIdleServant);
        return movers;
    }

    /** Who is held by this lab at this moment, and goes on only when the test lets it. */
    private Set<Thread> held() {
        Set<Thread> held = gates.whoIsHeld();
        held.addAll(solo.heldUp());
        if (stop != null) {
            held.addAll(stop.standing());
        }
        if (resident != null && isDone(resident)) {
            held.add(resident); // until it makes its next call
        }
        held.removeIf(Thread::isInterrupted);
        return held;
    }

    private void recordWhoWaits() {
        calls.forEach(this::recordWait);
    }

    private void recordWait(Call<?> call) {
        Thread thread = call.thread();
        if (call.isDone() || !code.isInside(thread.getStackTrace())) {
            return;
        }
        int enough = new ThreadMeter(thread).stops() > FEW_NAPS ? LOOKS_AT_A_NAP : LOOKS;
        boolean waits = LearnerCode.waits(thread);
        for (int looks = 0; looks < enough && !waits; looks++) {
            pause(Duration.ofNanos(50_000));
            waits = LearnerCode.waits(thread);
        }
        recording.lookAt(thread, waits, () -> whereabouts(thread), report::place);
    }

    private void noteWhoSpins() {
        if (everyone().stream().anyMatch(
                thread -> steps.countOf(thread) > FEW_STEPS && !new ThreadMeter(thread).isParked())) {
            KNOWN_TO_SPIN.add(code.id());
        }
    }

    private boolean isKnownToSpin() {
        return KNOWN_TO_SPIN.contains(code.id());
    }

    // ---- Verdicts beyond doubt ----

    boolean isKnownToHang() {
        return KNOWN_TO_HANG.contains(code.id());
    }

    private Stillness beyondDoubt() {
        return Stillness.beyondDoubt(isKnownToHang(), steps::countOf);
    }

    /** Waits until it is so. Returns false when it is beyond doubt that it never will be. */
    boolean comesTrue(BooleanSupplier condition) {
        Stillness beyondDoubt = beyondDoubt();
        long end = System.nanoTime() + HANG_GUARD.toNanos();
        while (!condition.getAsBoolean()) {
            solo.end();
            if (beyondDoubt.sample(everyone(), gates.pulse()) || System.nanoTime() > end) {
                return false;
            }
            pause(Duration.ofMillis(1));
        }
        return true;
    }

    /** Waits until it is so, as {@link Lab#until} says. */
    void until(String rule, BooleanSupplier condition) {
        if (!condition.getAsBoolean()) {
            await(rule, condition);
        }
        failIfAMemoThrew(rule); // it may be so because a call has just ended by throwing
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
                    if (gates.isEndless()) {
                        throw stuck("There is no end of fetches:", rule);
                    }
                    if (beyondDoubt.sample(everyone(), gates.pulse())) {
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

    /** @throws AssertionError if a call has thrown what no fetch threw, or interrupted its thread */
    void failIfAMemoThrew(String rule) {
        for (Call<?> call : calls) {
            Throwable thrown = call.unexplained();
            if (thrown != null) {
                Set<Thread> interrupted =
                        calls.stream().filter(Call::wasInterrupted).map(Call::thread).collect(toSet());
                boolean isDisturbed = !interrupted.isEmpty() && !interrupted.contains(call.thread());
                throw report.unexplained(
                        call, thrown, gates.threwAny(thrown.getClass()), isDisturbed ? UNDISTURBED : rule);
            }
            if (call.isInterruptedWithoutReason()) {
                throw report.failure(
                        call + " ended interrupted, although nobody had interrupted its thread.",
                        INTERRUPTS,
                        call.place());
            }
        }
    }
}
