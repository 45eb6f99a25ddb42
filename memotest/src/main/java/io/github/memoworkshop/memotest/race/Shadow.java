package io.github.memoworkshop.memotest.race;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the detector knows of one object (or of one class, for its static fields). Guarded by the {@link Detector}. */
final class Shadow {

    /**
     * Names of the clocks that an object can have; the name of a field or a key of a concurrent map can be one, too.
     * START is acquired where a task begins; END is what a thread did that has ended. SYNC stands for all else that a
     * future, a latch or the like makes known; of a concurrent map, WHOLE has only what concerns all of its keys.
     */
    enum Clock { FREEZE, MONITOR, EXCLUSIVE, SHARED, START, END, SYNC, WHOLE }

    /** The object, or none for static fields. Weak: a memo over weak or soft references must work while watched. */
    final Reference<Object> object;
    /** The library class that decides what calls on the object mean. */
    final Class<?> type;
    private final Map<Object, Variable> variables = new HashMap<>(2);
    private final Map<Object, VectorClock> clocks = new HashMap<>(2);

    /** The collection that this view, iterator, entry or stream belongs to. */
    private Shadow owner;
    /** The lock that each call of this synchronized collection takes. */
    Shadow mutex;
    /** The lock of which this is the read or write half, a condition, or a view; and the half. */
    Shadow lock;
    boolean shared;
    /** A LinkedHashMap in access order, whose get moves the entry. */
    boolean accessOrder;
    /** For a VarHandle or a field updater: the class that declares the field, and the name of the variable. */
    String fieldOwner;
    String field;
    /** Whether a thread may begin with this; the futures it waits for; and what is told of its end: its future, say. */
    boolean isTask;
    /** An executor that runs one task after the other. */
    boolean isSequential;
    final Set<Shadow> waitsFor = new HashSet<>(0);
    final Set<Shadow> partOf = new HashSet<>(0);

    Shadow(Object object, Class<?> type) {
        this.object = new WeakReference<>(object);
        this.type = type;
    }

    VectorClock clock(Object name) {
        return clocks.computeIfAbsent(name, n -> new VectorClock());
    }

    Variable variable(Object name) {
        return variables.computeIfAbsent(name, n -> new Variable());
    }

    /** The collection itself, whichever view of it this is. */
    Shadow root() {
        Shadow root = this;
        while (root.owner != null) {
            root = root.owner;
        }
        return root;
    }

    void belongsTo(Shadow collection) {
        Shadow root = collection.root();
        if (owner == null && root != this) {
            owner = root;
        }
    }

    /** All that this is part of, itself first. */
    Set<Shadow> wholes() {
        Set<Shadow> wholes = new LinkedHashSet<>();
        Deque<Shadow> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            Shadow next = open.poll();
            if (wholes.add(next)) {
                open.addAll(next.partOf);
            }
        }
        return wholes;
    }

    /** Lets what becomes known of this from now on, and what already is, be known of the whole, too. */
    void becomesPartOf(Shadow whole) {
        partOf.add(whole);
        for (Shadow each : whole.wholes()) {
            each.clock(Clock.SYNC).join(clock(Clock.SYNC));
        }
    }
}
