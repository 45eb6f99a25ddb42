package io.github.memoworkshop.memotest.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the kernel tells nothing")
class KernelTest {

    private final SynchronousQueue<String> orders = new SynchronousQueue<>();
    private final Thread sleeper = new Thread(this::sleepBetweenOrders);

    @Test
    void whoRanMeanwhileWasNotAsleep() throws InterruptedException {
        sleeper.start();
        try {
            await().until(this::isAsleep);
            assertFalse(Kernel.areAsleep(Set.of(sleeper), this::isAsleepAfterAnOrder), "it ran between the two looks");
        } finally {
            sleeper.interrupt();
            sleeper.join();
        }
    }

    private boolean isAsleepAfterAnOrder() {
        assertTrue(orders.offer("run"));
        await().until(this::isAsleep);
        return true;
    }

    private boolean isAsleep() {
        return Kernel.areAsleep(Set.of(sleeper), () -> true);
    }

    private void sleepBetweenOrders() {
        Kernel.introduce();
        try {
            while (true) {
                orders.take();
            }
        } catch (InterruptedException endOfTest) {
            // it ends, too
        }
    }
}
