package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.AbstractMap;
import java.util.BitSet;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.StringJoiner;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;

/**
 * What calls of library methods mean, by the class of the receiver and the name of the method: here, which of them read
 * or write a collection or an array; {@link Locks}, {@link FieldHandles} and {@link Synchronizers} know the rest.
 * Guarded by the {@link Detector}.
 */
final class LibraryCalls {

    /** What decides the meaning of a call: see {@link #kind}. */
    enum Kind { OWN, UTILITY, WAIT, LOCK, HANDLE_MAKER, HANDLE, GUARDED, CONCURRENT, CONTAINER, ARRAY, FOREIGN, OTHER }

    /** Flag in the site of a call of super, which no override can catch. */
    static final int SUPER = 1;
    /** Methods that give another object to reach the same elements. */
    static final String VIEWS = "keySet|values|entrySet|(sub|head|tail|descending)(Map|Set|List|KeySet)|navigableKeySet"
            + "|reversed|sequenced.*|comparator|stream|parallelStream|spliterator|descendingIterator|elements|keys";

    private static final List<String> UTILITIES = List.of("java/util/Collections", "java/util/Arrays", "java/lang/System");
    private static final Pattern VIEW = Pattern.compile(VIEWS);
    private static final Pattern WRITES = Pattern.compile("(put|add|remove|clear|set|poll|push|pop|offer|compute|merge"
            + "|replace|retain|sort|insert|append|delete|reverse|flip|and|or|xor|drain|trim|ensure).*");
    private static final Pattern READS_ARGUMENTS =
            Pattern.compile("(add|put|remove|retain|contains)All|copyOf|concat|valueOf|join|format|println?|append");
    /** Those of Collections. */
    private static final Pattern WRAPS =
            Pattern.compile("(synchronized|unmodifiable|checked|enumeration|list|newSetFromMap|asLifoQueue).*");
    /** Those of Collections and Arrays. */
    private static final Pattern WRITES_FIRST_ARGUMENT = Pattern.compile(
            "sort|shuffle|reverse|swap|fill|addAll|rotate|replaceAll|copy|setAll|parallel(Sort|SetAll|Prefix)");
    private static final Pattern GET_REORDERS = Pattern.compile("get|getOrDefault|putIfAbsent");
    private static final Pattern READ_EXPUNGES = Pattern.compile("get|getOrDefault|size|isEmpty|containsKey");
    private static final Pattern UNLOCKED =
            Pattern.compile("iterator|listIterator|spliterator|stream|parallelStream");
    /** No more elements are looked at of an array that a library copies, fills or the like, lest it take too long. */
    private static final int MANY = 10_000;

    private final Detector detector;
    private final Locks locks;
    private final FieldHandles handles;
    private final Synchronizers synchronizers;

    LibraryCalls(Detector detector) {
        this.detector = detector;
        locks = new Locks(detector);
        handles = new FieldHandles(detector);
        synchronizers = new Synchronizers(detector);
    }

    void before(Call c) {
        c.kind = kind(c);
        switch (c.kind) {
            case UTILITY -> utility(c);
            case WAIT -> {
                c.thread.release(c.shadow.clock(Clock.MONITOR));
                c.learns = List.of(c.shadow.clock(Clock.MONITOR));
            }
            case LOCK -> locks.before(c);
            case HANDLE -> handles.before(c);
            case GUARDED -> guarded(c);
            case CONTAINER -> {
                access(c);
                readArguments(c);
                if (c.receiver instanceof BaseStream) {
                    synchronizers.before(c, c.shadow.root());
                }
            }
            case ARRAY -> readOrWrite(c, 0, c.receiver, false);
            case CONCURRENT, FOREIGN, OTHER -> {
                readArguments(c);
                synchronizers.before(c, c.shadow);
            }
            case OWN, HANDLE_MAKER -> { }
        }
    }

    /** At the end of a call: with a result or, {@code thrown}, by an exception. */
    void after(Call c, Object result, boolean thrown) {
        c.thread.call = c.outer;
        if (!c.mayFail || !Boolean.FALSE.equals(result)) {
            c.learns.forEach(c.thread::acquire);
        }
        if (c.kind == Kind.GUARDED && c.held != null) {
            c.thread.held.add(c.held);
            access(c);
            c.thread.held.remove(c.thread.held.size() - 1);
        }
        synchronizers.ended(c, thrown);
        if (c.kind == Kind.LOCK && !thrown) {
            locks.after(c, result);
        }
        if (result != null) {
            made(c, result);
        }
    }

    /** What a call has given: a view, a handle, a future. */
    private void made(Call c, Object result) {
        switch (c.kind) {
            case HANDLE_MAKER -> handles.made(c, result);
            case UTILITY -> wrapped(c, result);
            case GUARDED -> view(c, result);
            case CONTAINER, CONCURRENT -> {
                view(c, result);
                synchronizers.after(c, result);
            }
            case FOREIGN -> {
                synchronizers.after(c, result);
                if (!isPlatform(detector.libraryType(result.getClass()))) {
                    detector.shadow(result).belongsTo(c.shadow); // taken for thread safe, as what handed it out
                }
            }
            case OTHER -> {
                synchronizers.after(c, result);
                if (c.site.owner().equals("java/util/LinkedHashMap") && c.arguments.length == 3) {
                    detector.shadow(result).accessOrder = Boolean.TRUE.equals(c.arguments[2]);
                }
            }
            case OWN, WAIT, LOCK, HANDLE, ARRAY -> { }
        }
    }

    private Kind kind(Call c) {
        Object subject = subject(c);
        String owner = c.site.owner();
        if (subject == null) {
            boolean isUtility = UTILITIES.contains(owner);
            boolean isForeign = !owner.startsWith("java/") && !c.name().equals("<init>");
            c.shadow = isForeign ? detector.staticsOf(owner) : null;
            return isUtility ? Kind.UTILITY : c.name().equals("newUpdater") ? Kind.HANDLE_MAKER
                    : isForeign ? Kind.FOREIGN : Kind.OTHER;
        }
        if (subject.getClass().isHidden() || hasOwnBody(c)) {
            return Kind.OWN;
        }
        Shadow s = detector.shadow(subject);
        Class<?> type = s.root().type;
        c.shadow = s;
        if (c.name().equals("wait") && owner.equals("java/lang/Object")) {
            return Kind.WAIT;
        } else if (s.lock != null || isA(type, Lock.class, ReadWriteLock.class, StampedLock.class)) {
            return Kind.LOCK;
        } else if (type == MethodHandles.Lookup.class) {
            return Kind.HANDLE_MAKER;
        } else if (s.field != null || isA(type, VarHandle.class)) {
            return Kind.HANDLE;
        } else if (s.mutex != null || isA(type, Hashtable.class, Vector.class, StringBuffer.class)) {
            return Kind.GUARDED;
        }
        boolean isForeign = !isPlatform(type);
        if (isForeign || isConcurrent(type)) {
            c.shadow = s.root();
        }
        return isForeign ? Kind.FOREIGN : isConcurrent(type) ? Kind.CONCURRENT : isContainer(type) ? Kind.CONTAINER
                : subject.getClass().isArray() ? Kind.ARRAY : Kind.OTHER;
    }

    /** The receiver, but for methods that do something to another object. */
    private static Object subject(Call c) {
        return switch (c.name()) {
            case "timedJoin" -> c.arguments[0];
            case "interrupted" -> Thread.currentThread();
            default -> c.receiver;
        };
    }

    /** Whether the method that will run is the code under test's own, which tells by itself what it does. */
    private boolean hasOwnBody(Call c) {
        Class<?> type = c.receiver == null || c.site.flags() == SUPER ? Object.class : c.receiver.getClass();
        for (; detector.isUnderTest(type); type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(c.name()) && method.getParameterCount() == c.arguments.length) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- Collections, Arrays, System ----

    private void utility(Call c) {
        boolean writes = WRITES_FIRST_ARGUMENT.matcher(c.name()).matches();
        for (int i = 0; i < c.arguments.length && !WRAPS.matcher(c.name()).matches(); i++) {
            readOrWrite(c, i, c.arguments[i], writes && i == 0 || c.name().equals("arraycopy") && i == 2);
        }
    }

    private void wrapped(Call c, Object result) {
        if (WRAPS.matcher(c.name()).matches() && c.arguments.length > 0 && c.arguments[0] != null) {
            Shadow inner = detector.shadow(c.arguments[0]);
            Shadow made = detector.shadow(result);
            made.belongsTo(inner);
            made.mutex = c.name().startsWith("synchronized") ? made : inner.mutex;
        }
    }

    // ---- Collections ----

    /** A synchronized collection, each of whose methods takes its lock, or a view of one. */
    private void guarded(Call c) {
        Shadow s = c.shadow;
        boolean isOldStyle = isA(s.type, Hashtable.class, StringBuffer.class) || isA(s.root().type, Vector.class);
        if (!isOldStyle && (s.mutex == null || UNLOCKED.matcher(c.name()).matches())) {
            access(c);
            return;
        }
        readArguments(c);
        Shadow mutex = s.mutex != null ? s.mutex : s.root();
        c.held = new Watched.Held(mutex, false, c.receiver);
        c.learns = List.of(mutex.clock(Clock.MONITOR));
        c.tells = c.learns;
        c.thread.release(mutex.clock(Clock.MONITOR));
    }

    private void access(Call c) {
        String name = c.name();
        boolean isStream = c.receiver instanceof BaseStream;
        if (VIEW.matcher(name).matches() && !isStream || name.equals("getKey")) {
            return;
        }
        Shadow root = c.shadow.root();
        boolean writes = WRITES.matcher(name).matches() && !isStream
                || root.accessOrder && GET_REORDERS.matcher(name).matches()
                || root.type == WeakHashMap.class && READ_EXPUNGES.matcher(name).matches();
        detector.access(c.thread, c.time, c.site, detector.contents(root, c.receiver), writes, false);
    }

    /** Whatever is a view of the receiver belongs to it: an iterator, an entry, a stream, a key set. */
    private void view(Call c, Object result) {
        if (result == c.receiver || !isPlatform(result.getClass())) {
            return;
        }
        Shadow s = c.shadow;
        Class<?> type = result.getClass();
        Class<?> outer = type.getEnclosingClass();
        // The pairs that AbstractMap offers belong to no map: they may as well be the values in one.
        boolean isEntry = result instanceof Map.Entry && outer != null && outer != AbstractMap.class
                && outer.isAssignableFrom(s.root().type);
        boolean isWalker = isA(type, Iterator.class, Spliterator.class, BaseStream.class, Enumeration.class);
        if (isEntry || isWalker || VIEW.matcher(c.name()).matches()) {
            Shadow view = detector.shadow(result);
            view.belongsTo(s);
            view.mutex = type.getName().startsWith("java.util.Collections$Synchronized") ? s.mutex : view.mutex;
        }
    }

    private void readArguments(Call c) {
        boolean copies = c.name().equals("<init>") && c.site.owner().startsWith("java/util/");
        for (int i = 0; i < c.arguments.length && (copies || READS_ARGUMENTS.matcher(c.name()).matches()); i++) {
            readOrWrite(c, i, c.arguments[i], false);
        }
    }

    /** A collection or an array that a method reads or writes; of an array, the part that the next arguments tell. */
    private void readOrWrite(Call c, int position, Object argument, boolean write) {
        if (argument != null && argument.getClass().isArray()) {
            int length = Array.getLength(argument);
            int from = Math.max(number(c, position + 1, 0), 0);
            int to = Math.min(number(c, position + 2, length), length);
            if (c.name().equals("arraycopy")) {
                to = Math.min(from + number(c, 4, 0), length);
            } else if (!(number(c, position + 1, -1) >= 0 && number(c, position + 2, -1) >= 0)) {
                from = 0;
                to = c.name().equals("copyOf") ? Math.min(number(c, 1, length), length) : length;
            }
            for (int i = from; i < Math.min(to, from + MANY); i++) {
                detector.access(c.thread, c.time, c.site, detector.element(argument, i), write, false);
            }
            return;
        }
        if (argument == null || !isA(argument.getClass(), Collection.class, Map.class, Map.Entry.class)) {
            return;
        }
        Shadow s = detector.shadow(argument);
        Shadow root = s.root();
        if (isConcurrent(root.type)) {
            c.thread.acquire(root.clock(Clock.SYNC));
        } else if (isContainer(root.type)) {
            // Copying out of a synchronized collection takes its lock; out of a synchronized map, it iterates without.
            Shadow mutex = s.mutex == null && isA(root.type, Hashtable.class, Vector.class) ? root : s.mutex;
            if (mutex != null && !(argument instanceof Map && c.isNamed("<init>|putAll|copyOf"))) {
                c.thread.release(mutex.clock(Clock.MONITOR));
                c.thread.acquire(mutex.clock(Clock.MONITOR));
            }
            detector.access(c.thread, c.time, c.site, detector.contents(root, argument), write, false);
        }
    }

    private static int number(Call c, int position, int otherwise) {
        return position < c.arguments.length && c.arguments[position] instanceof Integer n ? n : otherwise;
    }

    // ---- Classes ----

    static boolean isA(Class<?> type, Class<?>... any) {
        for (Class<?> one : any) {
            if (one.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    static boolean isConcurrent(Class<?> type) {
        return type.getName().startsWith("java.util.concurrent.");
    }

    private static boolean isContainer(Class<?> type) {
        return isPlatform(type) && isA(type, Map.class, Collection.class, Iterator.class, Map.Entry.class,
                Enumeration.class, Spliterator.class, BaseStream.class, BitSet.class, StringBuilder.class,
                StringJoiner.class);
    }

    static boolean isPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
