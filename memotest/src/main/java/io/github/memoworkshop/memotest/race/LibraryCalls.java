package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
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
 * or write a collection; {@link Locks}, {@link FieldHandles} and {@link Synchronizers} know the rest. Guarded by the
 * {@link Detector}.
 */
final class LibraryCalls {

    /** Flag in the site of a call of super, which no override can catch. */
    static final int SUPER = 1;
    /** Methods that give another object to reach the same elements. */
    static final String VIEWS = "keySet|values|entrySet|(sub|head|tail|descending)(Map|Set|List|KeySet)|navigableKeySet"
            + "|reversed|sequenced.*|comparator|stream|parallelStream|spliterator|descendingIterator|elements|keys";

    private static final Pattern VIEW = Pattern.compile(VIEWS);
    private static final Pattern WRITES = Pattern.compile("(put|add|remove|clear|set|poll|push|pop|offer|compute|merge"
            + "|replace|retain|sort|insert|append|delete|reverse|flip|and|or|xor|drain|trim|ensure).*");
    private static final Pattern READS_ARGUMENTS =
            Pattern.compile("(add|put|remove|retain|contains)All|copyOf|concat|valueOf|join|format|println?|append");
    /** Those of Collections and Arrays. */
    private static final Pattern WRAPS =
            Pattern.compile("(synchronized|unmodifiable|checked|asList|enumeration|list|newSetFromMap|asLifoQueue).*");
    private static final Pattern WRITES_FIRST_ARGUMENT =
            Pattern.compile("sort|shuffle|reverse|swap|fill|addAll|rotate|replaceAll|copy");
    private static final Pattern GET_REORDERS = Pattern.compile("get|getOrDefault|putIfAbsent");
    private static final Pattern READ_EXPUNGES = Pattern.compile("get|getOrDefault|size|isEmpty|containsKey");
    private static final Pattern UNLOCKED =
            Pattern.compile("iterator|listIterator|spliterator|stream|parallelStream");

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
        Object subject = subject(c);
        if (subject == null) {
            withoutReceiver(c);
        } else if (!(subject instanceof Lambdas.Wrapper) && !hasOwnBody(c)) {
            on(c, detector.shadow(subject));
        }
    }

    /** The receiver, but for methods that do something to another object. */
    private static Object subject(Call c) {
        return switch (c.site.name()) {
            case "timedJoin" -> c.arguments[0];
            case "interrupted" -> Thread.currentThread();
            default -> c.receiver;
        };
    }

    /** Whether the method that will run is the code under test's own, which tells by itself what it does. */
    private boolean hasOwnBody(Call c) {
        Class<?> type = c.receiver == null || c.site.flags() == SUPER ? Object.class : c.receiver.getClass();
        while (detector.isUnderTest(type)) {
            if (Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> method.getName().equals(c.site.name())
                    && method.getParameterCount() == c.arguments.length)) {
                return true;
            }
            type = type.getSuperclass();
        }
        return false;
    }

    private void withoutReceiver(Call c) {
        String owner = c.site.owner();
        if (owner.equals("java/util/Collections") || owner.equals("java/util/Arrays")) {
            collections(c);
            return;
        }
        readArguments(c);
        if (c.site.name().equals("newUpdater")) {
            handles.names(c);
        } else if (!owner.startsWith("java/") && !c.site.name().equals("<init>")) {
            foreign(c, detector.staticsOf(owner));
        } else {
            synchronizers.call(c, null);
        }
        if (owner.equals("java/util/LinkedHashMap") && c.arguments.length == 3) {
            c.then(map -> detector.shadow(map).accessOrder = Boolean.TRUE.equals(c.arguments[2]));
        }
    }

    private void on(Call c, Shadow s) {
        Class<?> type = s.root().type;
        if (c.site.name().equals("wait") && c.site.owner().equals("java/lang/Object")) {
            c.thread.release(s.clock(Clock.MONITOR));
            c.always(result -> c.thread.acquire(s.clock(Clock.MONITOR)));
        } else if (s.lock != null || isA(type, Lock.class, ReadWriteLock.class, StampedLock.class)) {
            locks.call(c, s);
        } else if (type == MethodHandles.Lookup.class) {
            handles.names(c);
        } else if (s.field != null || isA(type, VarHandle.class)) {
            handles.access(c, s);
        } else if (s.mutex != null || isA(type, Hashtable.class, Vector.class, StringBuffer.class)) {
            synchronizedCollection(c, s);
        } else if (isConcurrent(type)) {
            readArguments(c);
            views(c, s);
            synchronizers.call(c, s.root());
        } else if (isContainer(type)) {
            access(c, s);
            readArguments(c);
            views(c, s);
            if (c.receiver instanceof BaseStream) {
                synchronizers.call(c, s.root());
            }
        } else if (!isPlatform(type)) {
            foreign(c, s.root());
        } else {
            readArguments(c);
            synchronizers.call(c, s);
        }
    }

    /** An object from outside the JDK is taken for thread safe, and so is all that it hands out. */
    private void foreign(Call c, Shadow s) {
        synchronizers.call(c, s);
        c.then(result -> {
            if (result != null && !isPlatform(detector.libraryType(result.getClass()))) {
                detector.shadow(result).belongsTo(s);
            }
        });
    }

    private void collections(Call c) {
        Object first = c.arguments.length == 0 ? null : c.arguments[0];
        if (first == null || !WRAPS.matcher(c.site.name()).matches()) {
            boolean writes = WRITES_FIRST_ARGUMENT.matcher(c.site.name()).matches();
            for (Object argument : c.arguments) {
                readOrWrite(c, argument, writes && argument == first);
            }
            return;
        }
        Shadow inner = detector.shadow(first);
        c.then(result -> {
            Shadow made = detector.shadow(result);
            made.belongsTo(inner);
            made.mutex = c.site.name().startsWith("synchronized") ? made : inner.mutex;
        });
    }

    private void synchronizedCollection(Call c, Shadow s) {
        views(c, s);
        boolean isOldStyle = isA(s.type, Hashtable.class, StringBuffer.class) || isA(s.root().type, Vector.class);
        if (!isOldStyle && (s.mutex == null || UNLOCKED.matcher(c.site.name()).matches())) {
            access(c, s);
            return;
        }
        readArguments(c);
        Shadow mutex = s.mutex != null ? s.mutex : s.root();
        VectorClock monitor = mutex.clock(Clock.MONITOR);
        c.acquires = List.of(monitor);
        c.releases = List.of(monitor);
        c.held = new Watched.Held(mutex, false, c.receiver);
        Watched t = c.thread;
        t.release(monitor);
        c.always(result -> {
            t.acquire(monitor);
            t.held.add(c.held);
            access(c, s);
            t.held.remove(c.held);
        });
    }

    private void access(Call c, Shadow s) {
        String name = c.site.name();
        boolean isStream = c.receiver instanceof BaseStream;
        if (VIEW.matcher(name).matches() && !isStream || name.equals("getKey")) {
            return;
        }
        Shadow root = s.root();
        boolean writes = WRITES.matcher(name).matches() && !isStream
                || root.accessOrder && GET_REORDERS.matcher(name).matches()
                || root.type == WeakHashMap.class && READ_EXPUNGES.matcher(name).matches();
        detector.access(c.thread, c.time, c.site, detector.contents(root, c.receiver), writes, false);
    }

    /** Whatever is a view of the receiver belongs to it: an iterator, an entry, a stream, a key set. */
    private void views(Call c, Shadow s) {
        boolean isNamed = VIEW.matcher(c.site.name()).matches();
        c.then(result -> {
            if (result == null || result == c.receiver || !isPlatform(result.getClass())) {
                return;
            }
            Class<?> type = result.getClass();
            Class<?> outer = type.getEnclosingClass();
            boolean isEntry = result instanceof Map.Entry && outer != null && outer.isAssignableFrom(s.root().type);
            boolean isWalker = isA(type, Iterator.class, Spliterator.class, BaseStream.class, Enumeration.class);
            if (isNamed || isEntry || isWalker) {
                Shadow view = detector.shadow(result);
                view.belongsTo(s);
                view.mutex = type.getName().startsWith("java.util.Collections$Synchronized") ? s.mutex : view.mutex;
            }
        });
    }

    private void readArguments(Call c) {
        boolean copies = c.site.name().equals("<init>") && c.site.owner().startsWith("java/util/");
        if (copies || READS_ARGUMENTS.matcher(c.site.name()).matches()) {
            for (Object argument : c.arguments) {
                readOrWrite(c, argument, false);
            }
        }
    }

    private void readOrWrite(Call c, Object argument, boolean write) {
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
            if (mutex != null && !(argument instanceof Map && c.site.name().matches("<init>|putAll|copyOf"))) {
                c.thread.release(mutex.clock(Clock.MONITOR));
                c.thread.acquire(mutex.clock(Clock.MONITOR));
            }
            detector.access(c.thread, c.time, c.site, detector.contents(root, argument), write, false);
        }
    }

    static boolean isA(Class<?> type, Class<?>... any) {
        return Arrays.stream(any).anyMatch(one -> one.isAssignableFrom(type));
    }

    private static boolean isConcurrent(Class<?> type) {
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
