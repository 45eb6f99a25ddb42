package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import java.util.ArrayList;
import java.util.concurrent.locks.StampedLock;

/**
 * What calls of the locks of java.util.concurrent mean: an unlock happens before each later lock (JLS 17.4.5 and the
 * documentation of Lock). Readers need not know of each other: each releases to the half that only writers acquire.
 * Guarded by the {@link Detector}.
 */
final class Locks {

    private final Detector detector;

    Locks(Detector detector) {
        this.detector = detector;
    }

    /** A call on a lock, on a half or a view of one, or on its condition. */
    void call(Call c, Shadow s) {
        String name = c.site.name();
        Watched t = c.thread;
        Shadow lock = s.lock != null ? s.lock : s;
        boolean isStamped = lock.type == StampedLock.class && s == lock;
        Clock half = s.shared || isStamped && name.contains("ead") ? Clock.SHARED : Clock.EXCLUSIVE;
        if (name.matches("newCondition|as\\w*Lock") || !isStamped && name.matches("(read|write)Lock")) {
            c.then(result -> {
                Shadow made = detector.shadow(result);
                made.lock = lock;
                made.shared = name.matches("(read|asRead)Lock");
            });
        } else if (name.equals("tryOptimisticRead")) {
            c.then(stamp -> {
                t.acquire(lock.clock(Clock.EXCLUSIVE));
                readOptimistically(t);
            });
        } else if (name.equals("validate")) {
            c.then(valid -> t.unvalidated = null); // and if it is not valid, what was read is not used
        } else if (name.startsWith("tryConvert")) {
            c.then(stamp -> {
                if ((Long) stamp != 0) {
                    convert(c, lock, half);
                }
            });
        } else if (name.startsWith("unlock") || name.startsWith("tryUnlock")) {
            detector.released(t, lock, isStamped && name.equals("unlock") ? halfHeld(t, lock) : half);
        } else if (name.startsWith("await")) {
            t.release(lock.clock(Clock.EXCLUSIVE));
            c.always(result -> {
                t.acquire(lock.clock(Clock.EXCLUSIVE));
                t.acquire(lock.clock(Clock.SHARED));
            });
        } else if (name.matches("(lock|tryLock|(try)?(readL|ReadL|writeL|WriteL)ock)(Interruptibly)?")) {
            c.then(result -> {
                boolean failed = Boolean.FALSE.equals(result) || result instanceof Long stamp && stamp == 0;
                if (!failed) {
                    detector.acquired(t, lock, half, c.receiver);
                }
            });
        }
    }

    private void convert(Call c, Shadow lock, Clock half) {
        Watched t = c.thread;
        t.unvalidated = null;
        if (t.held.stream().anyMatch(held -> held.lock() == lock)) {
            detector.released(t, lock, halfHeld(t, lock));
        }
        if (c.site.name().contains("Optimistic")) {
            readOptimistically(t);
        } else {
            detector.acquired(t, lock, half, c.receiver);
        }
    }

    private void readOptimistically(Watched t) {
        detector.neverValidated(t);
        t.unvalidated = new ArrayList<>();
    }

    private static Clock halfHeld(Watched t, Shadow lock) {
        boolean isShared = t.held.stream().anyMatch(held -> held.lock() == lock && held.shared());
        return isShared ? Clock.SHARED : Clock.EXCLUSIVE;
    }
}
