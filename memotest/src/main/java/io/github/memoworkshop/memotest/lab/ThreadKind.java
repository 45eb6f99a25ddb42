package io.github.memoworkshop.memotest.lab;

import java.lang.reflect.Method;

/** The two kinds of thread that Java has. Thread-safe. */
public enum ThreadKind {
    /** A thread of the operating system. */
    PLATFORM,
    /** A thread of the Java runtime, from JDK 21 on (JEP 444). */
    VIRTUAL;

    /** The group of all platform threads of this kind, and of all that are started in them, unless they say otherwise. */
    static final ThreadGroup CALLERS = new ThreadGroup("callers");

    // Reached by reflection because the library is compiled for Java 17, which has no virtual threads.
    private static final Method START_VIRTUAL = find(Thread.class, "ofVirtual");

    /** Virtual threads, or where Java has none yet, before JDK 21, the platform threads that stand in for them. */
    public static ThreadKind virtualIfAvailable() {
        return START_VIRTUAL == null ? PLATFORM : VIRTUAL;
    }

    /** Makes a thread that does not keep the process alive. */
    Thread unstarted(String name, Runnable task) {
        Thread thread = this == PLATFORM ? new Thread(CALLERS, task) : virtual(task);
        thread.setName(name);
        thread.setDaemon(true);
        return thread;
    }

    private static Thread virtual(Runnable task) {
        try {
            Object builder = START_VIRTUAL.invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This runtime refuses to make a virtual thread.", e);
        }
    }

    private static Method find(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException beforeJdk21) {
            return null;
        }
    }
}
