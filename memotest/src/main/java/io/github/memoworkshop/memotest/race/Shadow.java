package io.github.memoworkshop.memotest.race;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the detector knows of one object (or of one class, for its static fields). Guarded by the {@link Detector}. */
final class Shadow {
    /** Names of the clocks that an object can have; the name of a field or a key of a concurrent map can be one, too. */
    enum Clock { FREEZE, MONITOR, EXCLUSIVE, SHARED, START, END, INTERRUPT, SOME, ALL }

    /** Name of the one variable that stands for all that a collection holds. */
    static final Object CONTENTS = new Object();

    /** The library class that decides what calls on the object mean. */
    final Class<?> type;
    final Map<Object, Variable> variables = new HashMap<>(2);
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
    /** For a task: further clocks to acquire at its start and to release to at its end, and the futures it waits for. */
    final Set<VectorClock> starts = new LinkedHashSet<>(0);
    final Set<VectorClock> ends = new LinkedHashSet<>(0);
    final Set<Shadow> waitsFor = new LinkedHashSet<>(0);
    /** For a future, thread or executor: what must have ended when it has. */
    final Set<Shadow> outcomeOf = new LinkedHashSet<>(0);

    Shadow(Class<?> type) {
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
        while (root.owner != null) root = root.owner;
        return root;
    }

    void belongsTo(Shadow collection) {
        Shadow root = collection.root();
        if (owner == null && root != this) owner = root;
    }

    /** All that this is the outcome of, itself included. */
    Set<Shadow> parts() {
        Set<Shadow> parts = new LinkedHashSet<>();
        Deque<Shadow> open = new ArrayDeque<>(List.of(this));
        for (Shadow next; (next = open.poll()) != null; ) if (parts.add(next)) open.addAll(next.outcomeOf);
        return parts;
    }

    boolean isTask() {
        return clocks.containsKey(Clock.START) || !starts.isEmpty();
    }
}
