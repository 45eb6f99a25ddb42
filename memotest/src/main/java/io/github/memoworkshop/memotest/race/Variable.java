package io.github.memoworkshop.memotest.race;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The accesses to one variable that a later access may race with, as in FastTrack (Flanagan and Freund, PLDI 2009), but
 * with whole accesses instead of bare epochs, because a report must name both sides.
 */
final class Variable {
    private final List<Access> accesses = new ArrayList<>(2);

    /** One access: when (on its thread's own clock), where, what, and under which locks. */
    record Access(Detector.Watched thread, int time, Site site, boolean write, boolean atomic, List<Detector.Held> held, Optimistic optimistic) {}

    /** The reads under one StampedLock.tryOptimisticRead; once validated (or found invalid and so not used), they cannot harm. */
    static final class Optimistic {
        boolean settled;
    }

    /** Adds an access by a thread that knows this much, after telling of every earlier one that it races with. */
    void add(Access now, VectorClock known, BiConsumer<Access, Access> race) {
        for (int i = accesses.size() - 1; i >= 0; i--) {
            Access before = accesses.get(i);
            boolean ordered = before.time() <= known.get(before.thread().id);
            if (!ordered && (before.write() || now.write()) && !(before.atomic() && now.atomic())) race.accept(before, now);
            // Whoever will race with the earlier access will race with this one, too: keep only the latter.
            boolean covered = (now.write() || !before.write()) && (!now.atomic() || before.atomic()) && now.optimistic() == null;
            boolean repeated = before.thread() == now.thread() && before.site() == now.site() && before.write() == now.write()
                    && before.atomic() == now.atomic() && before.optimistic() == now.optimistic();
            if (ordered && (covered || repeated)) accesses.remove(i);
        }
        accesses.add(now);
    }
}
