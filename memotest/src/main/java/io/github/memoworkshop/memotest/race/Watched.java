package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A thread, what it knows, the locks that it holds and the calls that it is in. Guarded by the {@link Detector}. */
final class Watched {

    /** A lock that a thread holds. */
    record Held(Shadow lock, boolean shared, Object object) {}

    /** An optimistic read. */
    record Read(Variable.Target target, Variable.Access access) {}

    /** A call of a method of the code under test that library code may have made, or of a synchronized one. */
    record Frame(Shadow task, Shadow monitor, Call within) {}

    final int id;
    final String name;
    /** What it knows; null once it has ended and been forgotten. */
    VectorClock clock = new VectorClock();
    final List<Held> held = new ArrayList<>();
    final Deque<Frame> frames = new ArrayDeque<>();
    /** The innermost call of a library's method. */
    Call call;
    /** Reads since StampedLock.tryOptimisticRead, which count only if they are never validated; else null. */
    List<Read> unvalidated;

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
        for (Shadow whole : shadow.wholes()) {
            release(whole.clock(Clock.SYNC));
        }
    }

    /** Locks: an unlock happens before each later lock (JLS 17.4.5). */
    void lock(Shadow lock, Clock half, Object object) {
        acquire(lock.clock(half == Clock.MONITOR ? Clock.MONITOR : Clock.EXCLUSIVE));
        if (half == Clock.EXCLUSIVE) {
            acquire(lock.clock(Clock.SHARED)); // but readers do not learn of each other
        }
        held.add(new Held(lock, half == Clock.SHARED, object));
    }

    void unlock(Shadow lock, Clock half) {
        release(lock.clock(half));
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i).lock == lock && held.get(i).shared == (half == Clock.SHARED)) {
                held.remove(i);
                return;
            }
        }
    }
}
