package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Variable.Target;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;

/**
 * Accesses to fields and array elements through a VarHandle or a field updater, each in the mode that the name of the
 * method tells, with the edges that the documentation of VarHandle promises. Guarded by the {@link Detector}.
 */
final class FieldHandles {

    private static final String ACCESS =
            "(get|set|lazySet|compareAnd|weakCompareAnd|update|accumulate|increment|decrement|add).*";

    private final Detector detector;

    FieldHandles(Detector detector) {
        this.detector = detector;
    }

    /** After a call that makes a handle for a field of a given name. */
    void made(Call c, Object result) {
        if (!c.isNamed("find(Static)?VarHandle|newUpdater")) {
            return;
        }
        String field = (String) Arrays.stream(c.arguments).filter(String.class::isInstance).findFirst().orElseThrow();
        Class<?> declaring = (Class<?>) c.arguments[0];
        while (Arrays.stream(declaring.getDeclaredFields()).noneMatch(f -> f.getName().equals(field))) {
            declaring = declaring.getSuperclass();
        }
        Shadow handle = detector.shadow(result);
        handle.fieldOwner = declaring.getName().replace('.', '/');
        handle.field = field;
    }

    /** Before a call on such a handle, or on one for the elements of arrays. */
    void before(Call c) {
        String name = c.name();
        Shadow handle = c.shadow;
        Object object = c.arguments.length == 0 ? null : c.arguments[0];
        boolean isElement = handle.field == null && object != null && object.getClass().isArray();
        if (!c.isNamed(ACCESS) || handle.field == null && !isElement) {
            return;
        }
        boolean isStatic = c.receiver instanceof VarHandle v && v.coordinateTypes().isEmpty();
        Target target = isElement ? detector.element(object, (Integer) c.arguments[1])
                : detector.field(c.thread, isStatic ? null : object, handle.fieldOwner, handle.field);
        boolean isPlain = c.receiver instanceof VarHandle && c.isNamed("get|set");
        boolean writes = !c.isNamed("get(Volatile|Acquire|Opaque)?");
        VectorClock clock = target.owner().clock(target.name());
        if (!isPlain && !c.isNamed(".*(Plain|Opaque)")) {
            if (writes && !name.endsWith("Acquire")) {
                c.thread.release(clock);
            }
            if (!c.isNamed("set.*|lazySet|.*Release")) {
                c.learns = List.of(clock);
            }
            c.tells = List.of(clock);
        }
        detector.access(c.thread, c.time, c.site, target, writes, !isPlain);
    }
}
