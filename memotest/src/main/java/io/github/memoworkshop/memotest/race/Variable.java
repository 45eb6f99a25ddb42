package io.github.memoworkshop.memotest.race;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The accesses to one variable that a later access may race with, as in FastTrack (Flanagan and Freund, PLDI 2009), but
 * with whole accesses instead of bare epochs, because a report must name both sides. Guarded by the {@link Detector}.
 */
final class Variable {

    private final List<Access> accesses = new ArrayList<>(2);

    /**
     * What is accessed: the part of an object that goes by this name (of a field, an index, or all of its contents),
     * and the object itself or the view of it that the access was made through.
     */
    record Target(Shadow owner, Object name, Object object) {}

    /**
     * One access: when (on its thread's own clock), where, what, and under which locks. What its thread knew is noted
     * down only for an optimistic read. No reference to the object: it must not live longer than it would unwatched.
     */
    record Access(Watched thread, int time, Site site, boolean write, boolean atomic, List<Watched.Held> held,
                  VectorClock known) {

        boolean optimistic() {
            return known != null;
        }

        private boolean sameAs(Access other) {
            return thread == other.thread && site == other.site && write == other.write && atomic == other.atomic;
        }
    }

    /** Adds an access, and gives all earlier ones that it races with. */
    List<Access> add(Access now) {
        VectorClock known = now.optimistic() ? now.known : now.thread.clock;
        List<Access> raced = new ArrayList<>(0);
        for (Iterator<Access> all = accesses.iterator(); all.hasNext();) {
            Access before = all.next();
            boolean ordered = before.thread == now.thread || before.time <= known.get(before.thread.id);
            if (!ordered && (before.write || now.write) && !(before.atomic && now.atomic)) {
                raced.add(before);
            }
            // Whoever will race with the earlier access will race with this one, too: keep only the latter.
            boolean covered = (now.write || !before.write) && (!now.atomic || before.atomic) && !now.optimistic();
            if (ordered && (covered || before.sameAs(now))) {
                all.remove();
            }
        }
        accesses.add(now);
        return raced;
    }
}
