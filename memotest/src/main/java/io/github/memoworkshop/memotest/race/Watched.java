package io.github.memoworkshop.memotest.race;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A thread, what it knows, the locks that it holds and the calls that it is in. Guarded by the {@link Detector}. */
final class Watched {

    /** A lock that a thread holds. */
    record Held(Shadow lock, boolean shared, Object object) {}

    /** A call of a method of the code under test that library code may have made, or of a synchronized one. */
    record Frame(Shadow task, Shadow monitor, Call within) {}

    final int id;
    final String name;
    final VectorClock clock = new VectorClock();
    final List<Held> held = new ArrayList<>();
    final Deque<Frame> frames = new ArrayDeque<>();
    /** The innermost call of a library's method. */
    Call call;
    /** What remains to be done about reads since StampedLock.tryOptimisticRead if they are never validated, or null. */
    List<Runnable> unvalidated;

    Watched(int id, String name) {
        this.id = id;
        this.name = name;
        clock.tick(id);
    }

    int time() {
        return clock.get(id);
    }

    void acquire(VectorClock from) {
        clock.join(from);
    }

    void release(VectorClock to) {
        to.join(clock);
        clock.tick(id);
    }

    /** Releases to whoever will learn of an end, a signal or the like. */
    void release(Shadow shadow) {
        shadow.wholes().forEach(whole -> release(whole.clock(Shadow.Clock.SYNC)));
    }
}
