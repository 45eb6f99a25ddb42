package io.github.memoworkshop.memotest.lab;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Stream;

/** Lists the platform threads that a memo may have to do with. Thread-safe. */
final class LiveThreads {

    // The JVM's own threads, some of which seem to run for ever, are in these two groups, and nobody else's.
    private static final Set<String> GROUPS_OF_THE_JVM = Set.of("system", "InnocuousThreadGroup");

    // The test runner's own threads are none of a memo's doing, even if they seem to be running.
    private static final Set<Thread> BYSTANDERS = threads();

    // Those of memos whose watch has ended.
    private static final Set<Thread> RETIRED = threads();

    static {
        BYSTANDERS.addAll(all());
    }

    private static volatile boolean areVirtualThreadsUsed;

    private LiveThreads() {}

    /** A set that keeps no thread from being collected. */
    private static Set<Thread> threads() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }

    /** From now on, this thread is none of a memo's doing either. */
    static void disregard(Thread thread) {
        BYSTANDERS.add(thread);
    }

    /**
     * All that memos have started so far have nothing to do any more; those that run all the same do count. Who serves
     * the common pool may get work from the next memo.
     */
    static void retire() {
        others().stream().filter(thread -> !isOfCommonPool(thread)).forEach(RETIRED::add);
    }

    /** Whether a thread is left from a memo that nobody calls any more. */
    static boolean isRetired(Thread thread) {
        return RETIRED.contains(thread);
    }

    /** All but the calling thread, the JVM's, those that were there before the first lab, and those disregarded. */
    static Set<Thread> others() {
        Set<Thread> others = all();
        others.removeIf(thread -> !isOther(thread));
        return others;
    }

    /**
     * All to whom a memo may give work, even those that no verdict waits for any more: who was started by callers of
     * whatever lab, and who works for everybody, as the common pool and the carriers of virtual threads do.
     */
    static Set<Thread> workers() {
        Set<Thread> workers = all();
        workers.removeIf(thread -> !isWorker(thread));
        return workers;
    }

    private static boolean isWorker(Thread thread) {
        return thread instanceof ForkJoinWorkerThread || isStartedByCallers(thread);
    }

    /** Those of them that may have to do with the memo under test, but for the calling thread. */
    static Set<Thread> atWork() {
        Set<Thread> workers = workers();
        workers.removeIf(thread -> !isOther(thread) || isRetired(thread));
        return workers;
    }

    /** {@link #others} and {@link #workers} in one look. */
    static Set<Thread> othersAndWorkers() {
        Set<Thread> threads = all();
        threads.removeIf(thread -> !isOther(thread) && !isWorker(thread));
        return threads;
    }

    private static boolean isOther(Thread thread) {
        return thread != Thread.currentThread() && !BYSTANDERS.contains(thread);
    }

    /** Whether any virtual thread has been started: then there are carriers, or have been. */
    static boolean areVirtualThreadsUsed() {
        areVirtualThreadsUsed = areVirtualThreadsUsed || all().stream().anyMatch(LiveThreads::isCarrier);
        return areVirtualThreadsUsed;
    }

    /**
     * Whether this thread has nothing to do: it is left from a memo of an ended watch, or works for everybody and there is
     * no task, or serves virtual threads and carries none, or keeps no delay for them.
     */
    static boolean isIdleServant(Thread thread) {
        ThreadMeter meter = new ThreadMeter(thread);
        if (isCarrier(thread)) {
            boolean isQuiet = ((ForkJoinWorkerThread) thread).getPool().isQuiescent(); // mostly so, and quick to see
            return meter.isParked() && (isQuiet || isIn("awaitWork", thread));
        }
        return isOf("CarrierThreads", thread) && meter.isParkedForGood()
                || RETIRED.contains(thread) && meter.isParked()
                || isOfCommonPool(thread) && ForkJoinPool.commonPool().isQuiescent();
    }

    private static boolean isOfCommonPool(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
    }

    private static boolean isCarrier(Thread thread) {
        return thread instanceof ForkJoinWorkerThread && isOf("CarrierThreads", thread);
    }

    private static boolean isOf(String group, Thread thread) {
        ThreadGroup itsGroup = thread.getThreadGroup(); // null if it has just ended
        return itsGroup != null && itsGroup.getName().equals(group);
    }

    private static boolean isIn(String method, Thread thread) {
        return Stream.of(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals(method));
    }

    /** Those at rest that callers of memos have started, and those that these have started, and so on. */
    static List<Thread> startedByMemos() {
        return startedByCallers().stream()
                .filter(thread -> !BYSTANDERS.contains(thread) && new ThreadMeter(thread).isParked()) // not just ending
                .sorted(Comparator.comparing(Thread::getName))
                .toList();
    }

    private static Set<Thread> startedByCallers() {
        Set<Thread> started = all();
        started.removeIf(thread -> !isStartedByCallers(thread));
        return started;
    }

    /** Who starts a thread gives it its own group; that of virtual callers cannot be chosen, and only callers are. */
    private static boolean isStartedByCallers(Thread thread) {
        return ThreadKind.CALLERS.equals(thread.getThreadGroup()) || isOf("VirtualThreads", thread);
    }

    private static Set<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() * 2 + 16];
        Set<Thread> live = new HashSet<>(Arrays.asList(threads).subList(0, root.enumerate(threads)));
        live.removeIf(thread -> {
            ThreadGroup group = thread.getThreadGroup(); // null if it has just ended
            return group == null || GROUPS_OF_THE_JVM.contains(group.getName());
        });
        return live;
    }
}
