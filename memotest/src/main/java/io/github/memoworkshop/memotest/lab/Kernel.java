package io.github.memoworkshop.memotest.lab;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;

/**
 * What the kernel says of threads. For the JVM a thread waits until it runs again, although it may have been woken long
 * ago, and only waits for a processor. Linux tells more, in {@code /proc}; elsewhere, and of virtual threads, nothing is
 * known. Thread-safe.
 */
final class Kernel {

    private static final Path PROC = Path.of("/proc");
    private static final Path SELF = PROC.resolve("thread-self");
    private static final String STATE = "\nState:";
    private static final String SLEEPS = "\nvoluntary_ctxt_switches:";
    private static final int SIZE = 4096; // of such a file, more than enough

    /** Where to look for each platform thread that has introduced itself. */
    private static final Map<Thread, String> PLACES = Collections.synchronizedMap(new WeakHashMap<>());

    private Kernel() {}

    /** Introduces the calling thread. */
    static void introduce() {
        Thread thread = Thread.currentThread();
        if (!PLACES.containsKey(thread) && new ThreadMeter(thread).hasProcessorTime()) {
            try {
                PLACES.put(thread, PROC.resolve(Files.readSymbolicLink(SELF)).resolve("status").toString());
            } catch (IOException | UnsupportedOperationException | SecurityException elsewhere) {
                // then only the Heralds make sure that a thread that was woken has had its turn
            }
        }
    }

    /** Whether it is known that a thread runs, or would if there was a processor for it. */
    static boolean isReady(Thread thread) {
        return look(thread).startsWith("R");
    }

    /** Whether something is known of each of these threads. */
    static boolean knows(Collection<Thread> threads) {
        return PLACES.keySet().containsAll(threads);
    }

    /**
     * Whether it is known that all of these threads slept at one moment of this call, in which something else was so,
     * too: each was found asleep before that moment and after it, and had not run meanwhile. This is a snapshot by
     * double collect (Afek et al., JACM 1993).
     */
    static boolean areAsleep(Collection<Thread> threads, BooleanSupplier isSoMeanwhile) {
        List<String> before = new ArrayList<>();
        for (Thread thread : threads) {
            String seen = look(thread);
            if (!seen.startsWith("S")) {
                return false;
            }
            before.add(seen);
        }
        return isSoMeanwhile.getAsBoolean() && before.equals(threads.stream().map(Kernel::look).toList());
    }

    /** The state of a thread, and how often it has gone to sleep so far; or nothing if that is not known. */
    private static String look(Thread thread) {
        String place = PLACES.get(thread);
        if (place == null) {
            return "";
        }
        try (InputStream file = new FileInputStream(place)) {
            byte[] bytes = new byte[SIZE];
            String status = new String(bytes, 0, Math.max(0, file.read(bytes)), StandardCharsets.ISO_8859_1);
            return valueOf(STATE, status) + valueOf(SLEEPS, status);
        } catch (IOException | SecurityException ended) {
            return "";
        }
    }

    private static String valueOf(String name, String status) {
        int begin = status.indexOf(name) + name.length();
        return begin < name.length() ? "" : status.substring(begin, status.indexOf('\n', begin)).strip();
    }
}
