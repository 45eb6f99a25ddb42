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
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
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
    private record Rule(String acquires, String releases, boolean handsOn, Class<?>... receivers) {}

    private static final String ALL = ".*";
    private static final String NONE = "";
    private static final String NO_EDGE = ".*(Plain|Opaque)$";
    private static final String ACQUIRES_ONLY = "get(?!And).*|peek.*|contains.*|size|isEmpty|is[A-Z].*|iterator|next.*"
            + "|has(Next|MoreElements)|await.*|acquire.*|tryAcquire.*|forEach.*|to(Array|String|List)|hashCode|equals"
            + "|first.*|last.*|element|.*Value|sum.*|mappingCount|indexOf|lastIndexOf|search.*|reduce.*|"
            + LibraryCalls.VIEWS;
    private static final String RELEASES_ONLY = "set.*|lazySet|countDown|release.*";

    /** For each receiver, the first rule that fits; for others, one of those below. */
    private static final List<Rule> RULES = List.of(
            new Rule("awaitTermination|close|isTerminated|awaitQuiescence", NONE, true, Executor.class),
            new Rule("take|poll", NONE, true, CompletionService.class),
            new Rule("join|timedJoin|isAlive|getState|(isI|i)nterrupted", "interrupt", true, Thread.class),
            new Rule("get|join|getNow|resultNow|exceptionNow|is.*|invoke|quietly(Join|Invoke)|getRawResult|state"
                            + "|tryComplete|propagateCompletion",
                    "complete.*|obtrude.*|cancel|set.*|run|runAndReset|quietlyComplete"
                            + "|tryComplete|propagateCompletion", true,
                    Future.class, CompletionStage.class),
            new Rule(NONE, NONE, true, ThreadFactory.class),
            new Rule(ALL, ALL, true, CyclicBarrier.class, BaseStream.class),
            new Rule(NONE, NONE, false, TimeUnit.class));
    private static final Rule CONCURRENT =
            new Rule(not(NO_EDGE, RELEASES_ONLY), not(NO_EDGE, ACQUIRES_ONLY), false);
    /** An object from outside the JDK is taken for thread safe, and so is all that it hands out. */
    private static final Rule FOREIGN = new Rule(ALL, ALL, true);
    private static final Rule OTHER = new Rule(NONE, NONE, true);

    private static final List<String> KEYED = List.of("get", "put", "putIfAbsent", "remove", "replace", "compute",
            "computeIfAbsent", "computeIfPresent", "merge", "containsKey", "getOrDefault");

    /** What Executors.newSingleThreadExecutor gives, and newSingleThreadScheduledExecutor. */
    private static final Pattern SINGLE_THREAD = Pattern.compile(
            "java\\.util\\.concurrent\\.Executors\\$((Finalizable|AutoShutdown)Delegated|DelegatedScheduled)ExecutorService");

    private static final Pattern ATOMIC_ARRAY = Pattern.compile(".*Atomic\\w+Array");
    private static final Pattern SPREADING = Pattern.compile("java/util/concurrent/(ForkJoin.*|CompletableFuture)");
    private static final List<String> VALUES = List.of("java.lang.Object", "java.lang.String", "java.lang.Class");

    private final Detector detector;

    Synchronizers(Detector detector) {
        this.detector = detector;
    }

    private static String not(String... patterns) {
        return "(?!(" + String.join("|", patterns) + ")$).*";
    }

    private static Rule rule(Class<?> type) {
        for (Rule rule : RULES) {
            if (LibraryCalls.isA(type, rule.receivers)) {
                return rule;
            }
        }
        return LibraryCalls.isConcurrent(type) ? CONCURRENT : LibraryCalls.isPlatform(type) ? OTHER : FOREIGN;
    }

    /** Before a call of a method of this object or, for static methods and constructors, of null. */
    void before(Call c, Shadow s) {
        Class<?> type = s == null ? Object.class : s.type;
        Rule rule = rule(type);
        boolean acquires = s != null && c.isNamed(rule.acquires);
        boolean releases = s != null && c.isNamed(rule.releases);
        if (rule.handsOn) {
            boolean isOpen = rule.acquires.equals(ALL);
            c.givesFuture = isOpen || !acquires;
            handOn(c, s, isOpen);
        }
        if (!acquires && !releases) {
            return;
        }
        Shadow tree = tree(c, s);
        VectorClock all = tree.clock(Clock.SYNC);
        VectorClock whole = tree.clock(Clock.WHOLE);
        boolean isKeyed = isKeyed(c, type);
        VectorClock key = isKeyed ? s.clock(List.of(c.arguments[0])) : whole;
        c.tells = List.of(key, all);
        if (acquires) {
            c.learns = isKeyed ? List.of(key, whole) : List.of(all);
            c.mayFail = rule.handsOn && !c.name().equals("isAlive");
        }
        if (releases) {
            c.thread.release(key);
            c.thread.release(tree);
        }
    }

    /** Phasers that are one tree advance together, and so do completers. */
    private Shadow tree(Call c, Shadow s) {
        return c.receiver instanceof Phaser phaser ? detector.shadow(phaser.getRoot())
                : c.receiver instanceof CountedCompleter<?> completer ? detector.shadow(completer.getRoot())
                : s;
    }

    /** At the end of any call, be it with a result or, {@code thrown}, by an exception. */
    void ended(Call c, boolean thrown) {
        if (thrown || c.name().equals("interrupted")) { // an interrupt happens before it is noticed (JLS 17.4.4)
            c.thread.acquire(detector.shadow(Thread.currentThread()).clock(Clock.SYNC));
        }
        if (!c.learns.isEmpty() && c.receiver instanceof Thread thread && !thread.isAlive()) {
            detector.acquireAllOf(c.thread, thread);
        }
        if (c.isNamed("invoke(All|Any)?")) {
            for (Shadow task : c.tasks) {
                c.thread.acquire(task.clock(Clock.SYNC));
            }
        }
    }

    /** At the end of a call with a result: whoever waits for the future that it gives learns of the tasks' ends. */
    void after(Call c, Object result) {
        if (!c.givesFuture) {
            return;
        }
        for (Object made : c.name().equals("invokeAll") ? (Collection<?>) result : List.of(result)) {
            boolean isFuture = made instanceof Future || made instanceof CompletionStage || made instanceof Thread;
            if (c.shadow == null || isFuture) {
                Shadow future = detector.shadow(made);
                for (Shadow part : c.parts) {
                    if (part != future) {
                        part.becomesPartOf(future);
                    }
                }
                if (c.shadow == null && isFuture) {
                    c.thread.release(future); // it may be complete from the start
                }
            }
        }
    }

    /** Only keys that are values of the JDK are told apart: to compare others may call the code under test. */
    private static boolean isKeyed(Call c, Class<?> type) {
        boolean byKey = c.receiver instanceof ConcurrentMap && KEYED.contains(c.name());
        boolean byIndex = ATOMIC_ARRAY.matcher(type.getName()).matches();
        return (byKey || byIndex) && c.arguments.length > 0 && c.arguments[0] instanceof Comparable<?> value
                && LibraryCalls.isPlatform(value.getClass());
    }

    /** Gives tasks to the receiver; one that is open has no future, but tells of all that it was given by itself. */
    private void handOn(Call c, Shadow s, boolean isOpen) {
        c.tasks = new ArrayList<>();
        c.parts = new ArrayList<>();
        if (s != null && (isOpen || c.receiver instanceof CompletionStage)) {
            c.parts.add(s);
        }
        for (Object argument : arguments(c)) {
            if (argument instanceof CompletionStage) {
                c.parts.add(detector.shadow(argument));
            } else if (isTask(argument)) {
                c.tasks.add(detector.shadow(argument));
            }
        }
        if (c.tasks.isEmpty() && s != null && c.isNamed("start|fork|invoke")) {
            begin(c.thread, s);
        }
        for (Shadow task : c.tasks) {
            begin(c.thread, task);
            task.waitsFor.addAll(c.parts);
            if (isOpen || c.receiver instanceof Executor || c.receiver instanceof CompletionService) {
                task.becomesPartOf(s);
                s.isSequential = isSequential(c.receiver);
            }
        }
        c.parts.addAll(c.tasks);
    }

    /** What the thread did so far happens before the start of the task. */
    private static void begin(Watched t, Shadow task) {
        task.isTask = true;
        t.release(task.clock(Clock.START));
    }

    /** Whether the end of each task happens before the begin of the next one, be it in another thread of the pool. */
    private static boolean isSequential(Object executor) {
        if (executor instanceof ThreadPoolExecutor pool) {
            int threads = pool instanceof ScheduledExecutorService ? pool.getCorePoolSize() : pool.getMaximumPoolSize();
            return threads == 1 && !(pool.getRejectedExecutionHandler() instanceof CallerRunsPolicy);
        }
        return SINGLE_THREAD.matcher(executor.getClass().getName()).matches();
    }

    private boolean isTask(Object argument) {
        return argument instanceof Runnable || argument instanceof Callable || argument.getClass().isHidden()
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
