package workshop.after;

import java.util.concurrent.ThreadFactory;

/** Makes the threads of a memo: they have a name, and a program may end although they are there. Thread-safe. */
final class DaemonThreads implements ThreadFactory {

    private final String name;

    DaemonThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
