package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.race.Shadow.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import org.objectweb.asm.Type;

/**
 * The happens-before edges that calls make according to JLS 17.4.5 and the section "Memory Consistency Properties" of
 * the package documentation of java.util.concurrent: which receivers acquire and release, and what becomes of the
 * tasks that they are given. Guarded by the {@link Detector}.
 */
final class Synchronizers {

    /** What a call of a method does to other threads; it may hand its arguments on as tasks. */
    private record Rule(Predicate<Class<?>> receivers, Pattern acquires, Pattern releases, boolean handsOn) {

        Rule(Predicate<Class<?>> receivers, String acquires, String releases, boolean handsOn) {
            this(receivers, Pattern.compile(acquires), Pattern.compile(releases), handsOn);
        }
    }

    private static final String ALL = ".*";
    private static final String NONE = "";
    private static final String NO_EDGE = ".*(Plain|Opaque)$";
    private static final String ACQUIRES_ONLY = "get(?!And).*|peek.*|contains.*|size|isEmpty|is[A-Z].*|iterator|next.*"
            + "|has(Next|MoreElements)|await.*|acquire.*|tryAcquire.*|forEach.*|to(Array|String|List)|hashCode|equals"
            + "|first.*|last.*|element|.*Value|sum.*|mappingCount|indexOf|lastIndexOf|search.*|reduce.*|"
            + LibraryCalls.VIEWS;
    private static final String RELEASES_ONLY = "set.*|lazySet|countDown|release.*";

    /** For each receiver, the first rule that fits. */
    private static final List<Rule> RULES = List.of(
            new Rule(is(Executor.class), "awaitTermination|close|isTerminated|awaitQuiescence", NONE, true),
            new Rule(is(CompletionService.class), "take|poll", NONE, true),
            new Rule(is(Thread.class), "join|timedJoin|isAlive|getState|(isI|i)nterrupted", "interrupt", true),
            new Rule(is(Future.class, CompletionStage.class),
                    "get|join|getNow|resultNow|exceptionNow|is.*|invoke|quietly(Join|Invoke)|getRawResult|state",
                    "complete.*|obtrude.*|cancel|set.*|run|runAndReset|quietlyComplete", true),
            new Rule(is(ThreadFactory.class), NONE, NONE, true),
            new Rule(is(CyclicBarrier.class, BaseStream.class), ALL, ALL, true),
            new Rule(is(TimeUnit.class), NONE, NONE, false),
            new Rule(type -> type.getName().startsWith("java.util.concurrent."),
                    not(NO_EDGE, RELEASES_ONLY), not(NO_EDGE, ACQUIRES_ONLY), false),
            // An object from outside the JDK is taken for thread safe, and so is all that it hands out.
            new Rule(type -> !LibraryCalls.isPlatform(type), ALL, ALL, true),
            new Rule(type -> true, NONE, NONE, true));

    private static final List<String> KEYED = List.of("get", "put", "putIfAbsent", "remove", "replace", "compute",
            "computeIfAbsent", "computeIfPresent", "merge", "containsKey", "getOrDefault");

    private static final Pattern SPREADING = Pattern.compile("java/util/concurrent/(ForkJoin.*|CompletableFuture)");
    private static final List<String> VALUES = List.of("java.lang.Object", "java.lang.String", "java.lang.Class");

    /** The clock of one key of a concurrent map or one index of an atomic array. */
    private record Key(Object key) {}

    private final Detector detector;

    Synchronizers(Detector detector) {
        this.detector = detector;
    }

    private static Predicate<Class<?>> is(Class<?>... any) {
        return type -> LibraryCalls.isA(type, any);
    }

    private static String not(String... patterns) {
        return "(?!(" + String.join("|", patterns) + ")$).*";
    }

    /** A call of a method of this object or, for static methods and constructors, of null. */
    void call(Call c, Shadow s) {
        String name = c.site.name();
        Class<?> type = s == null ? Object.class : s.type;
        Rule rule = RULES.stream().filter(each -> each.receivers.test(type)).findFirst().orElseThrow();
        boolean acquires = s != null && rule.acquires.matcher(name).matches();
        if (rule.handsOn) {
            handOn(c, s, rule.acquires.pattern().equals(ALL), acquires);
        }
        if (!acquires && (s == null || !rule.releases.matcher(name).matches())) {
            return;
        }
        Watched t = c.thread;
        boolean isKeyed = isKeyed(c, type);
        VectorClock all = s.clock(Clock.SYNC);
        VectorClock whole = s.clock(Clock.WHOLE);
        VectorClock key = isKeyed ? s.clock(new Key(c.arguments[0])) : whole;
        c.acquires = isKeyed ? List.of(key, whole) : List.of(all);
        c.releases = List.of(key, all);
        if (rule.releases.matcher(name).matches()) {
            t.release(key);
            t.release(s);
        }
        if (acquires) {
            c.always(result -> {
                boolean inVain = rule.handsOn && Boolean.FALSE.equals(result) && !name.equals("isAlive");
                if (!inVain) {
                    c.acquires.forEach(t::acquire);
                }
                if (c.receiver instanceof Thread thread && !thread.isAlive()) {
                    detector.acquireAllOf(t, thread);
                }
            });
        }
    }

    /** Keys of the code under test are not compared here, lest they wait for a lock while the detector's is held. */
    private boolean isKeyed(Call c, Class<?> type) {
        boolean byKey = c.receiver instanceof ConcurrentMap && KEYED.contains(c.site.name());
        boolean byIndex = type.getName().matches(".*Atomic\\w+Array");
        return (byKey || byIndex) && c.arguments.length > 0 && c.arguments[0] != null
                && !detector.isUnderTest(c.arguments[0].getClass());
    }

    /** Gives tasks to the receiver, and lets those who see the result, a future say, learn of their ends. */
    private void handOn(Call c, Shadow s, boolean isOpen, boolean acquires) {
        List<Shadow> tasks = new ArrayList<>();
        List<Shadow> parts = new ArrayList<>();
        boolean isStage = c.receiver instanceof CompletionStage;
        if (s != null && (isStage || isOpen)) {
            parts.add(s);
        }
        for (Object argument : arguments(c)) {
            if (argument instanceof CompletionStage) {
                parts.add(detector.shadow(argument));
            } else if (isTask(argument)) {
                tasks.add(detector.shadow(argument));
            }
        }
        Watched t = c.thread;
        if (tasks.isEmpty() && s != null && c.site.name().matches("start|fork|invoke")) {
            begin(t, s);
        }
        for (Shadow task : tasks) {
            begin(t, task);
            task.waitsFor.addAll(parts);
            if (isOpen || c.receiver instanceof Executor || c.receiver instanceof CompletionService) {
                task.becomesPartOf(s);
            }
        }
        if (c.site.name().matches("invoke(All|Any)?")) {
            c.always(result -> tasks.forEach(task -> t.acquire(task.clock(Clock.SYNC))));
        }
        parts.addAll(tasks);
        boolean many = c.site.name().equals("invokeAll");
        c.then(result -> {
            for (Object made : many && result != null ? (Collection<?>) result : Arrays.asList(result)) {
                boolean isFuture = made instanceof Future || made instanceof CompletionStage || made instanceof Thread;
                if (made == null || acquires && !isOpen || s != null && !isFuture) {
                    continue;
                }
                Shadow future = detector.shadow(made);
                parts.stream().filter(part -> part != future).forEach(part -> part.becomesPartOf(future));
                if (s == null && isFuture) {
                    t.release(future); // it may be complete from the start
                }
            }
        });
    }

    /** What the thread did so far happens before the start of the task. */
    private static void begin(Watched t, Shadow task) {
        task.isTask = true;
        t.release(task.clock(Clock.START));
    }

    private boolean isTask(Object argument) {
        return argument instanceof Lambdas.Wrapper || argument instanceof Runnable || argument instanceof Callable
                || detector.isUnderTest(argument.getClass());
    }

    /** The arguments that the callee may call back: those whose declared type says so, or in collections of tasks. */
    private static List<Object> arguments(Call c) {
        Type[] types = Type.getArgumentTypes(c.site.desc());
        boolean spread = c.receiver instanceof Executor || SPREADING.matcher(c.site.owner()).matches();
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            if (spread && c.arguments[i] instanceof Object[] array) {
                found.addAll(Arrays.asList(array));
            } else if (spread && c.arguments[i] instanceof Collection<?> many) {
                found.addAll(many);
            } else if (!VALUES.contains(types[i].getClassName())) {
                found.add(c.arguments[i]);
            }
        }
        found.removeIf(Objects::isNull);
        return found;
    }
}
