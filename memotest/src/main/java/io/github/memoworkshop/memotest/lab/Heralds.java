package io.github.memoworkshop.memotest.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that do nothing but answer when they are called, one for each processor. Once they have answered, a thread
 * that was woken before them has had its turn, too, however busy the machine is: a scheduler does not let the same one
 * wait again and again while others come and go. Thread-safe.
 */
final class Heralds {

    private static final int COUNT = Runtime.getRuntime().availableProcessors();
    private static final ExecutorService HERALDS = Executors.newFixedThreadPool(COUNT, task -> {
        Thread thread = new Thread(task, "herald");
        thread.setDaemon(true);
        LiveThreads.disregard(thread);
        return thread;
    });

    private Heralds() {}

    /** Calls all of them, and returns when they have answered. */
    static void call() {
        try {
            List<Future<?>> answers = new ArrayList<>();
            for (int herald = 0; herald < COUNT; herald++) {
                answers.add(HERALDS.submit(() -> {}));
            }
            for (Future<?> answer : answers) {
                answer.get();
            }
        } catch (InterruptedException interrupt) {
            throw interrupted(interrupt);
        } catch (ExecutionException e) {
            throw new AssertionError("nothing that could fail", e);
        }
    }

    /**
     * Lets a virtual thread answer, too, where there are any. A carrier that is idle after that has carried it, or has
     * found none that could run.
     */
    static void callVirtual() {
        if (LiveThreads.areVirtualThreadsUsed()) {
            Thread herald = ThreadKind.VIRTUAL.unstarted("herald", () -> {});
            herald.start();
            try {
                herald.join();
            } catch (InterruptedException interrupt) {
                throw interrupted(interrupt);
            }
        }
    }

    private static IllegalStateException interrupted(InterruptedException interrupt) {
        Thread.currentThread().interrupt(); // whoever interrupts a test wants it to end
        return new IllegalStateException("The test was interrupted.", interrupt);
    }
}
