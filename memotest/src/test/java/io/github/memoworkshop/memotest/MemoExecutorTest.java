package io.github.memoworkshop.memotest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.MemoExecutor.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class MemoExecutorTest {

    private final List<Request<String, String>> told = new ArrayList<>();

    @Test
    void sequentialAsksOneAfterTheOtherInTheCallingThread() {
        Thread caller = Thread.currentThread();
        List<String> asked = new ArrayList<>();

        List<Request<String, String>> requests = MemoExecutor.sequential(key -> {
            assertSame(caller, Thread.currentThread());
            asked.add(key);
            return "page " + key;
        }, List.of("a", "b", "a"), told::add);

        assertEquals(List.of("a", "b", "a"), asked);
        assertEquals(List.of("page a", "page b", "page a"), requests.stream().map(Request::value).toList());
        assertEquals(requests, told);
    }

    @Test
    void concurrentAsksAllAtOnce() throws Exception {
        CyclicBarrier everyoneIsThere = new CyclicBarrier(8); // would never open for fewer than eight at a time

        List<Request<String, String>> requests = MemoExecutor.concurrent(key -> {
            everyoneIsThere.await();
            return "page " + key;
        }, List.of("a", "b", "c", "d", "a", "b", "c", "d"), told::add);

        assertEquals(List.of("a", "b", "c", "d", "a", "b", "c", "d"), requests.stream().map(Request::key).toList());
        assertEquals(8, told.size());
        assertTrue(requests.containsAll(told));
    }

    @Test
    void aRequestThatFailsStopsNoOther() throws Exception {
        IOException failure = new IOException("404");
        Memoizer<String, String> memo = key -> {
            if (key.equals("broken")) {
                throw failure;
            }
            return "page " + key;
        };
        List<String> keys = List.of("broken", "a");

        for (List<Request<String, String>> requests : List.of(
                MemoExecutor.sequential(memo, keys, told::add), MemoExecutor.concurrent(memo, keys, told::add))) {
            assertSame(failure, requests.get(0).failure());
            assertEquals("page a", requests.get(1).value());
        }
    }
}
