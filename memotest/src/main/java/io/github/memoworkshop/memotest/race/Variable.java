package io.github.memoworkshop.memotest.race;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The accesses to one variable that a later access may race with, as in FastTrack (Flanagan and Freund, PLDI 2009), but
 * with whole accesses instead of bare epochs, because a report must name both sides. Guarded by the {@link Detector}.
 */
final class Variable {

    private final List<Access> accesses = new ArrayList<>(2);

    /** One access: when (on its thread's own clock), where, what, and under which locks. */
    record Access(Watched thread, int time, Site site, boolean write, boolean atomic, List<Watched.Held> held,
                  boolean optimistic) {

        private boolean sameAs(Access other) {
            return thread == other.thread && site == other.site && write == other.write && atomic == other.atomic;
        }
    }

    /** Adds an access by a thread that knows this much, after telling of every earlier one that it races with. */
    void add(Access now, VectorClock known, BiConsumer<Access, Access> race) {
        for (Access before : List.copyOf(accesses)) {
            boolean ordered = before.thread == now.thread || before.time <= known.get(before.thread.id);
            if (!ordered && (before.write || now.write) && !(before.atomic && now.atomic)) {
                race.accept(before, now);
            }
            // Whoever will race with the earlier access will race with this one, too: keep only the latter.
            boolean covered = (now.write || !before.write) && (!now.atomic || before.atomic) && !now.optimistic;
            if (ordered && (covered || before.sameAs(now))) {
                accesses.remove(before);
            }
        }
        accesses.add(now);
    }
}
