package io.github.memoworkshop.memotest.demo;

import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.picture.Recording;
import java.lang.Thread.State;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at all callers of a memo every millisecond, from a thread of its own, and records who waits. Thread-safe.
 */
final class Watcher implements AutoCloseable {

    private static final Set<State> WAITING = Set.of(State.BLOCKED, State.WAITING, State.TIMED_WAITING);

    private final Recording recording;
    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::watch, "watcher");

    Watcher(Recording recording) {
        this.recording = recording;
        thread.setDaemon(true);
        thread.start();
    }

    /** The same memo, whose callers are recorded and watched. */
    <K, V> Memoizer<K, V> watch(Memoizer<K, V> memo) {
        Memoizer<K, V> recorded = recording.recordCalls(memo);
        return key -> {
            callers.add(Thread.currentThread());
            return recorded.get(key);
        };
    }

    private void watch() {
        try {
            while (true) {
                callers.forEach(caller ->
                        recording.lookAt(caller, WAITING.contains(caller.getState()), caller::getStackTrace, at -> ""));
                Thread.sleep(1);
            }
        } catch (InterruptedException closed) {
            // nobody waits for this thread
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
