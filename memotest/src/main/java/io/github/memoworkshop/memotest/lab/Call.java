package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.picture.Event;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * One call of {@link Memoizer#get}, started with {@link Lab#call} and watched from outside.
 *
 * <p>Safe for use by any number of threads.
 *
 * @param <V> what comes back
 */
public final class Call<V> {

    /** The name of the call that makes the memo. */
    static final String CONSTRUCTOR = "The constructor";

    private final Lab<?, ?> lab;
    private final String name;
    private final Thread thread;
    private volatile boolean interrupted;
    private volatile StackTraceElement[] interruptedAt = {};
    private volatile boolean begun;
    private volatile boolean done;
    private V value; // value and thrown are written before done and read after it (JLS 17.4.5: volatile)
    private Throwable thrown;
    private boolean isInterruptedAfter;
    private StackTraceElement[] endedAt;

    /** Makes a call by a caller of its own. */
    Call(Lab<?, ?> lab, String name, String caller, ThreadKind kind, Callable<V> question) {
        this.lab = lab;
        this.name = name;
        thread = kind.unstarted(caller, () -> ask(question));
        thread.start();
    }

    /** Makes a call by a caller who has a thread already. */
    Call(Lab<?, ?> lab, String name, Thread caller, Executor executor, Callable<V> question) {
        this.lab = lab;
        this.name = name;
        thread = caller;
        executor.execute(() -> ask(question));
    }

    private void ask(Callable<V> question) {
        Kernel.introduce();
        begun = true;
        try {
            value = question.call();
        } catch (Throwable failure) { // whatever it is, the test will be told
            thrown = failure;
        }
        endedAt = lab.callers().lastStep();
        isInterruptedAfter = Thread.interrupted(); // and the thread's next call begins without
        done = true;
        lab.countCallEnded();
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether {@code get} has returned or thrown. */
    public boolean isDone() {
        return done;
    }

    /**
     * Waits for the call to end with this value.
     *
     * @param expected what {@code get} must return, or something equal to it
     * @param rule why, in one sentence for the person who reads the failure
     * @throws AssertionError when {@code get} ended otherwise, or when it is beyond doubt that it never ends
     */
    public void mustReturn(V expected, String rule) {
        lab.until(rule, this::isDone);
        String wanted = ", not " + Report.quote(expected);
        if (thrown != null) {
            throw lab.report().failure(this, " threw " + Report.oneLine(thrown) + wanted, thrown, rule);
        }
        if (!Objects.equals(expected, value)) {
            throw lab.report().failure(this + " returned " + Report.quote(value) + wanted, rule, endedAt);
        }
    }

    /**
     * Waits for the call to end with this very exception, not just an equal one, and as it was.
     *
     * @param expected what {@code get} must throw
     * @param rule why, in one sentence for the person who reads the failure
     * @throws AssertionError when {@code get} ended otherwise, or when it is beyond doubt that it never ends
     */
    public void mustThrow(Throwable expected, String rule) {
        mustThrow(Report.oneLine(expected), thrown -> thrown == expected, rule);
        if (expected.getSuppressed().length > 0) { // no fetch of a test throws such a one
            throw lab.report().failure(
                    this + " threw " + Report.oneLine(expected) + ", to which something was added: "
                            + Report.oneLine(expected.getSuppressed()[0]),
                    rule,
                    place());
        }
    }

    /**
     * Waits for the call to end with an exception of this type.
     *
     * @param expected the type of what {@code get} must throw
     * @param rule why, in one sentence for the person who reads the failure
     * @throws AssertionError when {@code get} ended otherwise, or when it is beyond doubt that it never ends
     */
    public void mustThrow(Class<? extends Throwable> expected, String rule) {
        mustThrow(expected.getSimpleName(), expected::isInstance, rule);
    }

    /**
     * Waits for the call to end with this value, or with this very exception.
     *
     * @param expected what {@code get} must return if it returns
     * @param failure what it must throw if it throws
     * @param rule why, in one sentence for the person who reads the failure
     * @throws AssertionError when {@code get} ended otherwise, or when it is beyond doubt that it never ends
     */
    public void mustReturnOrThrow(V expected, Throwable failure, String rule) {
        lab.until(rule, this::isDone);
        if (thrown != failure) {
            mustReturn(expected, rule);
        }
    }

    private void mustThrow(String expected, Predicate<Throwable> isExpected, String rule) {
        lab.until(rule, this::isDone);
        if (thrown == null) {
            throw lab.report().failure(
                    this + " returned " + Report.quote(value) + " and threw nothing, not " + expected, rule, place());
        }
        if (!isExpected.test(thrown)) {
            throw lab.report().failure(
                    this, " threw " + Report.oneLine(thrown) + ", not the very " + expected, thrown, rule);
        }
    }

    /** Waits for the call to end, in whatever way. The rule and the failure are as with {@link #mustReturn}. */
    public void mustEnd(String rule) {
        lab.until(rule, this::isDone);
    }

    /**
     * Waits for the call of an interrupted caller to end: with an {@link InterruptedException}, or with this value and
     * the thread's interrupt status still set.
     *
     * @param expected what {@code get} must return if it returns
     * @param rule why, in one sentence for the person who reads the failure
     * @throws AssertionError when {@code get} ended otherwise, or when it is beyond doubt that it never ends
     */
    public void mustNoticeInterrupt(V expected, String rule) {
        lab.until(rule, this::isDone);
        if (thrown instanceof InterruptedException) {
            return;
        }
        mustReturn(expected, rule);
        if (!isInterruptedAfter) {
            throw lab.report().failure(
                    this + " " + outcome() + ", and that its thread was interrupted is forgotten.", rule, endedAt);
        }
    }

    /** Says that its thread was interrupted before it began. */
    void interruptedBefore() {
        interrupted = true;
    }

    /** Interrupts the caller, as {@link Thread#interrupt} does, and returns when nobody moves any more. */
    public void interrupt() {
        lab.callers().letGoOnAlone(thread, this::interruptOnly);
    }

    void interruptOnly() {
        interruptedAt = thread.getStackTrace();
        interrupted = true;
        lab.recording().add(caller(), Event.Kind.IS_INTERRUPTED, () -> "");
        thread.interrupt();
    }

    /**
     * Wakes the waiting caller without a reason, as may happen at any time (JLS 17.2.1, and the documentation of
     * Condition and LockSupport), and returns when it has ended, gone to sleep again or come somewhere else. Who waits
     * in a way in which that cannot happen is left alone.
     */
    public void wakeForNoReason() {
        ThreadMeter meter = new ThreadMeter(thread);
        long sleeps = meter.sleeps();
        boolean isParked = meter.isParkedInLockSupport();
        if (!lab.wake(thread)) {
            if (!isParked) {
                return;
            }
            LockSupport.unpark(thread);
        }
        long end = System.nanoTime() + Callers.HANG_GUARD.toNanos();
        while (!done && meter.sleeps() <= sleeps && System.nanoTime() < end) {
            Callers.pause(Duration.ofMillis(1));
        }
    }

    /**
     * Wants the caller to be waiting at this moment: neither to have ended, nor to be in a fetch.
     *
     * @param rule why, in one sentence for the person who reads the failure
     * @throws AssertionError when it is not
     */
    public void mustWait(String rule) {
        lab.callers().failIfAMemoThrew(rule);
        if (done) {
            throw lab.report().failure(this + " does not wait, it " + outcome() + ".", rule, endedAt);
        }
        if (lab.report().isInFetch(thread)) {
            throw lab.report().failure(
                    this + " does not wait, it is in the fetch" + lab.callers().whoWasInterrupted() + ".",
                    rule,
                    thread.getStackTrace());
        }
    }

    /**
     * Watches the caller, for as long as it takes to be sure, and wants it to sleep until somebody wakes it. It is for
     * platform threads: of a virtual thread the processor time cannot be read.
     *
     * @param rule why it must sleep, in one sentence for the person who reads the failure
     * @throws AssertionError when it keeps the processor busy, wakes up again and again, or does not wait at all
     */
    public void mustSleep(String rule) {
        lab.callers().failIfAMemoThrew(rule);
        Rest rest = Rest.of(this, new ThreadMeter(thread), () -> lab.callers().isParkedForGood(thread));
        if (rest != Rest.SLEEPS) {
            throw lab.report().failure(this + " " + rest.seen + ".", rule, place());
        }
    }

    /** Whether the caller rests at this moment: it waits for a lock, for another thread or for a moment in time. */
    public boolean isAtRest() {
        return new ThreadMeter(thread).isParked();
    }

    /** How the call has ended. */
    String outcome() {
        return thrown == null ? "has returned " + Report.quote(value) : "has thrown " + Report.oneLine(thrown);
    }

    /**
     * The frames that tell best where in the code under test the caller is; of a call that has ended, where it was when
     * it was interrupted, or else before its last step.
     */
    StackTraceElement[] place() {
        return !done ? lab.callers().whereabouts(thread) : interruptedAt.length > 0 ? interruptedAt : endedAt;
    }

    /** Whether this is no call of get, but the making of the memo. */
    boolean isOfConstructor() {
        return name.equals(CONSTRUCTOR);
    }

    String caller() {
        return thread.getName();
    }

    Thread thread() {
        return thread;
    }

    /** Whether a test has interrupted the caller. */
    boolean wasInterrupted() {
        return interrupted;
    }

    /** Whether the memo has set the caller's interrupt flag, of its own accord. */
    boolean isInterruptedWithoutReason() {
        return done && isInterruptedAfter && !interrupted && !lab.isInterruptedByFetch();
    }

    /** What the memo threw of its own accord, which neither a fetch nor an interrupt of ours explains, or null. */
    Throwable unexplained() {
        if (!done || thrown == null || lab.isFromFetch(thrown)) {
            return null;
        }
        boolean isInterrupted = interrupted || lab.isInterruptedByFetch();
        return isInterrupted && thrown instanceof InterruptedException ? null : thrown;
    }

    /** The caller and its call, as in {@code caller-1 in get("a")}. */
    @Override
    public String toString() {
        return name;
    }
}
