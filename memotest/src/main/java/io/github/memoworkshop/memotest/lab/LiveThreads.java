package io.github.memoworkshop.memotest.lab;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.WeakHashMap;

/** Lists the platform threads that a memo may have to do with. Thread-safe. */
final class LiveThreads {

    // The JVM's own threads, some of which seem to run for ever, are in these two groups, and nobody else's.
    private static final Set<String> GROUPS_OF_THE_JVM = Set.of("system", "InnocuousThreadGroup");

    // The test runner's own threads are none of a memo's doing, even if they seem to be running.
    private static final Set<Thread> BYSTANDERS = Collections.newSetFromMap(new WeakHashMap<>());

    static {
        BYSTANDERS.addAll(all());
    }

    private LiveThreads() {}

    /** All but the calling thread, those of the JVM, and those that were there before the first lab. */
    static Set<Thread> others() {
        Set<Thread> others = all();
        others.removeAll(BYSTANDERS);
        others.remove(Thread.currentThread());
        return others;
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
