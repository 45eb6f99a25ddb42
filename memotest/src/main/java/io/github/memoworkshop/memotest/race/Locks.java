package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.StampedLock;

/**
 * What calls of the locks of java.util.concurrent mean: an unlock happens before each later lock (JLS 17.4.5 and the
 * documentation of Lock). Readers need not know of each other: each releases to the half that only writers acquire.
 * The calls are on a lock, on a half or a view of one, or on its condition. Guarded by the {@link Detector}.
 */
final class Locks {

    private final Detector detector;

    Locks(Detector detector) {
        this.detector = detector;
    }

    void before(Call c) {
        Shadow lock = lock(c);
        if (c.name().startsWith("await")) {
            c.thread.release(lock.clock(Clock.EXCLUSIVE));
            c.learns = List.of(lock.clock(Clock.EXCLUSIVE), lock.clock(Clock.SHARED));
        } else if (c.isNamed("(tryU|u)nlock.*")) {
            boolean either = isStamped(c) && c.name().equals("unlock");
            c.thread.unlock(lock, either ? halfHeld(c.thread, lock) : half(c));
        }
    }

    void after(Call c, Object result) {
        Watched t = c.thread;
        String name = c.name();
        Shadow lock = lock(c);
        boolean failed = Boolean.FALSE.equals(result) || result instanceof Long stamp && stamp == 0;
        if (c.isNamed("newCondition|as\\w*Lock") || !isStamped(c) && c.isNamed("(read|write)Lock")) {
            Shadow made = detector.shadow(result);
            made.lock = lock;
            made.shared = c.isNamed("(read|asRead)Lock");
        } else if (name.equals("tryOptimisticRead")) {
            t.acquire(lock.clock(Clock.EXCLUSIVE));
            readOptimistically(t);
        } else if (name.equals("validate")) {
            t.unvalidated = null; // and if it is not valid, what was read is not used
        } else if (name.startsWith("tryConvert") && !failed) {
            t.unvalidated = null;
            t.unlock(lock, halfHeld(t, lock));
            if (name.contains("Optimistic")) {
                readOptimistically(t);
            } else {
                t.lock(lock, half(c), c.receiver);
            }
        } else if (c.isNamed("(lock|tryLock|(try)?(readL|ReadL|writeL|WriteL)ock)(Interruptibly)?") && !failed) {
            if (isStamped(c)) {
                detector.neverValidated(t); // what is read from now on is read under the lock
            }
            t.lock(lock, half(c), c.receiver);
        }
    }

    private static Shadow lock(Call c) {
        return c.shadow.lock != null ? c.shadow.lock : c.shadow;
    }

    private static boolean isStamped(Call c) {
        return c.shadow.type == StampedLock.class;
    }

    private static Clock half(Call c) {
        return c.shadow.shared || isStamped(c) && c.name().contains("ead") ? Clock.SHARED : Clock.EXCLUSIVE;
    }

    private static Clock halfHeld(Watched t, Shadow lock) {
        boolean isShared = t.held.stream().anyMatch(held -> held.lock() == lock && held.shared());
        return isShared ? Clock.SHARED : Clock.EXCLUSIVE;
    }

    private void readOptimistically(Watched t) {
        detector.neverValidated(t);
        t.unvalidated = new ArrayList<>();
    }
}
