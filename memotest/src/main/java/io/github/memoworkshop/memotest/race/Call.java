package io.github.memoworkshop.memotest.race;

import java.util.List;
import java.util.function.Consumer;

/** A call of a library's method, and what is to be done when it ends. Guarded by the {@link Detector}. */
final class Call {

    final Site site;
    final Object receiver;
    final Object[] arguments;
    final Watched thread;
    /** When it began, on the thread's own clock: before any release by the call itself. */
    final int time;
    final Call outer;
    final int depth;
    /** What guards a callback during the call: what it acquires, what it releases, and the monitor if there is one. */
    List<VectorClock> acquires = List.of();
    List<VectorClock> releases = List.of();
    Watched.Held held;
    /** What follows from its result, and what from its end by an exception. */
    private Consumer<Object> after = result -> {};
    private Consumer<Object> thrown = result -> {};

    Call(Site site, Object receiver, Object[] arguments, Watched thread) {
        this.site = site;
        this.receiver = receiver;
        this.arguments = arguments;
        this.thread = thread;
        time = thread.time();
        outer = thread.call;
        depth = thread.frames.size();
    }

    void then(Consumer<Object> action) {
        after = after.andThen(action);
    }

    /** Adds what is to be done at its end, be it with a result or, given null, with an exception. */
    void always(Consumer<Object> action) {
        thrown = thrown.andThen(action);
        then(action);
    }

    void returned(Object result) {
        thread.call = outer;
        after.accept(result);
    }

    void threw() {
        thread.call = outer;
        thrown.accept(null);
    }
}
