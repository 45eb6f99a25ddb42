package io.github.memoworkshop.memotest.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveThreadsTest {

    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeAll
    static void beginToWatch() {
        LiveThreads.others(); // who is there before is none of a memo's doing
    }

    @AfterEach
    void endTheThreads() {
        end.countDown();
    }

    @Test
    void whoIsLeftFromAMemoHasNothingToDo() {
        Thread left = new Thread(this::awaitEnd);
        left.start();

        LiveThreads.retire();

        await().until(new ThreadMeter(left)::isParked);
        assertTrue(LiveThreads.isIdleServant(left), "who waits after the watch has ended is idle");
    }

    @Test
    void whoServesTheCommonPoolMayGetWorkFromTheNextMemo() throws Exception {
        CompletableFuture<Thread> servant = new CompletableFuture<>();
        Thread caller = ThreadKind.PLATFORM.unstarted("caller", () -> ForkJoinPool.commonPool().execute(() -> {
            servant.complete(Thread.currentThread());
            awaitEnd();
        }));
        caller.start();
        caller.join();

        LiveThreads.retire();

        await().until(new ThreadMeter(servant.get())::isParked);
        assertFalse(LiveThreads.isIdleServant(servant.get()), "who waits within its task is not idle");
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
