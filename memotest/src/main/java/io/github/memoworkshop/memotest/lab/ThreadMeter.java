package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.Memoizer;
import java.lang.Thread.State;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Set;

/**
 * Reads what a thread has done from outside, so that no verdict needs a stopwatch. The time that counts is the time
 * on the processor, which stands still while a busy machine keeps the thread waiting for its turn.
 *
 * <p>Of a virtual thread only the state can be read; its other readings stay at 0. Immutable, so safe for use by any
 * number of threads.
 */
final class ThreadMeter {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final String KIT = Memoizer.class.getPackageName() + ".";

    private final Thread thread;

    ThreadMeter(Thread thread) {
        this.thread = thread;
    }

    /** Whether any of these threads is on its way, or will be as soon as it runs. */
    static boolean anyMoves(Set<Thread> threads) {
        return threads.stream().filter(Thread::isAlive).map(ThreadMeter::new).anyMatch(
                meter -> !meter.isParked() || meter.waitsForAFreeLock());
    }

    /** Whether the thread waits for a lock, for another thread or for a moment in time. */
    boolean isParked() {
        State state = thread.getState(); // read once, for it may change
        return isForGood(state) || state == State.TIMED_WAITING;
    }

    /** Whether the thread waits until somebody ends that. */
    boolean isParkedForGood() {
        return isForGood(thread.getState());
    }

    private static boolean isForGood(State state) {
        return state == State.BLOCKED || state == State.WAITING;
    }

    boolean isParkedForATime() {
        return thread.getState() == State.TIMED_WAITING;
    }

    /** Whether the thread waits in a way that {@link java.util.concurrent.locks.LockSupport#unpark} ends. */
    boolean isParkedInLockSupport() {
        StackTraceElement[] frames = isParked() ? thread.getStackTrace() : new StackTraceElement[0];
        return frames.length > 0 && frames[0].getMethodName().equals("park");
    }

    /** Whether the time on the processor can be read: not of a virtual thread. */
    @SuppressWarnings("deprecation")
    boolean hasProcessorTime() {
        return THREADS.getThreadCpuTime(thread.getId()) >= 0;
    }

    /** The time on the processor so far, in nanoseconds. */
    @SuppressWarnings("deprecation") // getId: its successor threadId needs JDK 19
    long processorTime() {
        return Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
    }

    /** How many times the thread has gone to sleep so far, but for the times when it only found a monitor taken. */
    long sleeps() {
        ThreadInfo info = info();
        return info == null ? 0 : info.getWaitedCount();
    }

    /** How many times the thread has had to stop so far, for whatever reason. */
    long stops() {
        ThreadInfo info = info();
        return info == null ? 0 : info.getWaitedCount() + info.getBlockedCount();
    }

    @SuppressWarnings("deprecation")
    private ThreadInfo info() {
        return THREADS.getThreadInfo(thread.getId());
    }

    /**
     * Whether the thread waits for a lock that nobody holds any more, and will have it as soon as it runs. Of a
     * read-write lock this cannot be told, for its readers are not named. Of who is blocked by a free monitor,
     * ThreadInfo says that it is runnable.
     */
    boolean waitsForAFreeLock() {
        ThreadInfo info = info();
        return info != null
                && info.getLockOwnerId() == -1
                && (info.getThreadState() == State.BLOCKED
                        || info.getThreadState() == State.RUNNABLE && thread.getState() == State.BLOCKED
                        || String.valueOf(info.getLockName()).contains("ReentrantLock$"));
    }

    /** Whether the thread waits, for as long as it takes, for a lock that one of these threads has. */
    @SuppressWarnings("deprecation")
    boolean waitsForALockOf(Set<Thread> threads) {
        ThreadInfo info = isParkedForGood() && !thread.isInterrupted() ? info() : null;
        return info != null && threads.stream().anyMatch(owner -> owner.getId() == info.getLockOwnerId());
    }

    /** Which thread has the lock that this one waits for, or null where there is none or it cannot be told. */
    String lockOwner() {
        ThreadInfo info = info();
        boolean ours = info == null || info.getLockName() != null && info.getLockName().startsWith(KIT);
        return ours ? null : info.getLockOwnerName();
    }
}
