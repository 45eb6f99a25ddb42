package io.github.memoworkshop.memotest.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class LiveThreadsTest {

    @Test
    void whoServesTheCommonPoolMayGetWorkFromTheNextMemo() throws Exception {
        CompletableFuture<Thread> servant = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        Thread caller = ThreadKind.PLATFORM.unstarted("caller", () -> ForkJoinPool.commonPool().execute(() -> {
            servant.complete(Thread.currentThread());
            awaitEnd(end);
        }));

        caller.start();
        caller.join();
        LiveThreads.retire();
        try {
            await().until(new ThreadMeter(servant.get())::isParked);
            assertFalse(LiveThreads.isIdleServant(servant.get()), "a servant that waits within its task is idle");
        } finally {
            end.countDown();
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
