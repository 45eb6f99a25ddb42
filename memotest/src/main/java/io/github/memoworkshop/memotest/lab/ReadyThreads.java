package io.github.memoworkshop.memotest.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Tells who has been woken, and only waits for a processor: the JVM calls such a thread waiting until it runs. Linux
 * says so in {@code /proc}; elsewhere, and of virtual threads, nobody knows. Thread-safe.
 */
final class ReadyThreads {

    private static final Path PROC = Path.of("/proc");

    /** Where the state of each platform thread is told that has introduced itself. */
    private static final Map<Thread, Path> STATES = Collections.synchronizedMap(new WeakHashMap<>());

    private ReadyThreads() {}

    /** Introduces the calling thread. */
    static void introduce() {
        Thread thread = Thread.currentThread();
        if (new ThreadMeter(thread).hasProcessorTime() && !STATES.containsKey(thread)) {
            try {
                STATES.put(thread, PROC.resolve(Files.readSymbolicLink(PROC.resolve("thread-self"))).resolve("stat"));
            } catch (IOException | UnsupportedOperationException | SecurityException elsewhere) {
                // then only the Heralds make sure that a thread that was woken has had its turn
            }
        }
    }

    static boolean isReady(Thread thread) {
        Path state = STATES.get(thread);
        if (state == null) {
            return false;
        }
        try {
            String line = Files.readString(state, StandardCharsets.ISO_8859_1);
            return line.charAt(line.lastIndexOf(')') + 2) == 'R'; // after its number and, in brackets, its name
        } catch (IOException | SecurityException ended) {
            return false;
        }
    }
}
