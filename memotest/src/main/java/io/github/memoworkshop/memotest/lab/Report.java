package io.github.memoworkshop.memotest.lab;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.memoworkshop.memotest.picture.Recording;
import io.github.memoworkshop.memotest.race.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words the failure of a test, always in this order: what was seen, the rule that it breaks, and the line of the code
 * under test to look at. Safe for use by any number of threads once it knows of the locks for reading.
 */
final class Report {

    private static final int CALLERS_SHOWN = 4;
    private static final int LINE = 200;
    private static final String INITIALIZER = "A class whose static initializer throws cannot be used (JLS 12.4.2).";
    private static final String MONITOR =
            "Only who holds the lock of an object may call its wait or notify; only who holds a Lock may unlock it.";
    private static final Set<String> OURS =
            Set.of(Report.class.getName(), Lab.class.getName(), Callers.class.getName(), Call.class.getName());

    private static final List<String> NOT_THE_TESTS =
            List.of("java.", "jdk.", "org.awaitility.", "org.junit.", "org.apache.");

    private static final int LINES_OF_STORY = 8;
    private static final Predicate<String> WENT_ON = line -> line.startsWith("Then ");
    private static final Pattern ENDED = Pattern.compile("  .* has (returned|thrown) (?!.* still holds ).*");

    /** What a lambda is called, as in {@code $$Lambda$850/0x0031ad30}: it has another number in each run. */
    private static final Pattern LAMBDA = Pattern.compile("(\\$\\$Lambda)(\\$\\d+)?/0x[0-9a-f]+");

    /** The identity hash code of an object, as in {@code workshop.memo1.Memo@1b2c3d}: likewise. */
    private static final Pattern IDENTITY = Pattern.compile("\\b((?:[a-z]\\w*\\.)+[A-Z][\\w$]*)@[0-9a-f]{1,8}\\b");

    private final LearnerCode code;
    private final Recording recording;
    private Function<Thread, List<String>> readLocks = thread -> List.of();

    Report(LearnerCode code, Recording recording) {
        this.code = code;
        this.recording = recording;
    }

    /** From now on, it is known which locks a thread holds for reading. */
    void readLocks(Function<Thread, List<String>> namesOf) {
        readLocks = namesOf;
    }

    /** What was seen breaks a rule. The lines to look at are the innermost ones of these traces, or the memo's get. */
    AssertionError failure(String seen, String rule, StackTraceElement[]... traces) {
        return broken(seen, rule, null, traces);
    }

    /** What a caller has thrown breaks a rule. */
    AssertionError failure(Call<?> call, String seen, Throwable thrown, String rule) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return broken(call + seen, rule, thrown, code.innermost(trace).isPresent() ? trace : call.place());
    }

    /** Records, too, that the rule is broken: by the caller with whose name the message begins, if any. */
    private AssertionError broken(String seen, String rule, Throwable cause, StackTraceElement[]... traces) {
        recording.broken(rule, event -> seen.startsWith(event.lane() + " "));
        return error(seen + "\nRule: " + rule + lookAt(traces), cause);
    }

    private String lookAt(StackTraceElement[]... traces) {
        List<StackTraceElement> places =
                Stream.of(traces).flatMap(trace -> code.innermost(trace).stream()).distinct().toList();
        return switch (places.size()) {
            case 0 -> lookAtBeginOf("get");
            case 1 -> "\nLook at: " + code.show(places.get(0));
            default -> "\nLook at: " + code.show(places.get(0)) + " and at " + places.get(1).getFileName() + ":"
                    + places.get(1).getLineNumber();
        };
    }

    /** Where nothing better is known. */
    private String lookAtBeginOf(String method) {
        return code.begin(method)
                .map(line -> "\nLook at: " + line.getFileName() + ":" + line.getLineNumber() + ", where "
                        + (method.equals("get") ? "get" : "the constructor") + " begins")
                .orElse("");
    }

    /** A caller got an exception that nobody but the memo can have thrown, be it a copy of one that a fetch threw. */
    AssertionError unexplained(Call<?> call, Throwable thrown, boolean isCopy, String rule) {
        if (thrown instanceof UnsupportedOperationException && code.threw(thrown)) {
            return error(thrown.getMessage(), null); // a stub says best itself what is to be done
        }
        if (thrown instanceof NoSuchMethodException && call.isOfConstructor()) {
            recording.broken(rule);
            return error(thrown.getMessage() + ".\nRule: " + rule + lookAtBeginOf("<init>"), thrown);
        }
        if (thrown instanceof ExceptionInInitializerError && thrown.getCause() != null) {
            return failure(call, " ran a static initializer, which threw " + oneLine(thrown.getCause()) + ".",
                    thrown.getCause(), INITIALIZER);
        }
        return failure(
                call,
                " threw " + oneLine(thrown) + (call.isOfConstructor() ? "."
                        : isCopy ? ", which is not the very one that a fetch threw." : ", which no fetch threw."),
                thrown,
                thrown instanceof IllegalMonitorStateException ? MONITOR : rule);
    }

    /** Somebody ought to move, and nobody does. */
    AssertionError stuck(String seen, List<Call<?>> calls, String rule) {
        // Who has a lock that another one waits for comes first, then who waits, who is in a fetch, and who has ended;
        // before the latter, threads that are no callers of this memo.
        // Grouped, not sorted: each caller is looked at once, for what it does may change meanwhile.
        List<Call<?>> begun = calls.stream().filter(Call::hasBegun).collect(toList());
        Set<Call<?>> holders = holders(begun);
        List<Call<?>> inOrder = begun.stream()
                .collect(groupingBy(
                        call -> holders.contains(call) ? 0 : call.isDone() ? 3 : isInFetch(call.thread()) ? 2 : 1,
                        TreeMap::new,
                        toList()))
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
        Predicate<Call<?>> hasLeft = call -> call.isDone() && !holders.contains(call);
        Map<Call<?>, StackTraceElement[]> seenAt = new HashMap<>(); // who runs is elsewhere at each look
        Function<Call<?>, StackTraceElement[]> placeOf = call -> seenAt.computeIfAbsent(call, Call::place);
        List<String> lines = Stream.of(
                        inOrder.stream().filter(hasLeft.negate()).map(call -> whereIs(call, placeOf.apply(call))
                                + (call.isDone() ? " and still holds " + lockOf(call) : "")),
                        otherThreads(calls),
                        inOrder.stream().filter(hasLeft).map(call -> whereIs(call, placeOf.apply(call))))
                .flatMap(part -> part)
                .toList();
        String shown = lines.stream().limit(CALLERS_SHOWN).collect(joining("\n"));
        int more = lines.size() - CALLERS_SHOWN;
        // The line to look at is where a lock was kept, or else where somebody waits, for there is the question.
        StackTraceElement[][] place = Stream.concat(
                        inOrder.stream().filter(call -> call.isDone() && holders.contains(call)),
                        inOrder.stream().filter(call -> !call.isDone() && !isInFetch(call.thread())))
                .findFirst()
                .or(() -> inOrder.stream().findFirst())
                .map(placeOf)
                .stream()
                .toArray(StackTraceElement[][]::new);
        return failure(seen + "\n" + shown + (more > 0 ? "\n  and " + more + " more" : ""), rule, place);
    }

    /** What threads do that the memo has started itself, or that call another memo, as far as they are in its code. */
    private Stream<String> otherThreads(List<Call<?>> calls) {
        Set<Thread> others = LiveThreads.atWork();
        calls.forEach(call -> others.remove(call.thread()));
        return others.stream()
                .flatMap(thread -> {
                    StackTraceElement[] frames = thread.getStackTrace();
                    String who = isIn(Call.class, frames)
                            ? thread.getName() + " of another memo"
                            : "a thread of the memo's own";
                    return code.innermost(frames).stream().map(frame ->
                            "  " + who + whatItWaitsFor(thread, frames) + " at " + code.show(frame));
                })
                .distinct()
                .sorted();
    }

    /** Those, each caller in its last call, who have a lock that another one waits for, or never gave one back. */
    private Set<Call<?>> holders(List<Call<?>> begun) {
        Map<String, Call<?>> last = begun.stream().collect(toMap(Call::caller, call -> call, (one, later) -> later));
        Stream<Call<?>> owners = begun.stream()
                .filter(call -> !call.isDone())
                .map(call -> new ThreadMeter(call.thread()).lockOwner())
                .map(last::get)
                .filter(Objects::nonNull);
        Stream<Call<?>> readers = last.values().stream()
                .filter(call -> call.isDone() && !readLocks.apply(call.thread()).isEmpty());
        return Stream.concat(owners, readers).collect(toSet());
    }

    private String lockOf(Call<?> call) {
        List<String> names = readLocks.apply(call.thread());
        return names.isEmpty() ? "the lock" : String.join(" and ", names);
    }

    /** What all callers but the stopped one have come to. */
    String meanwhile(List<Call<?>> calls, Call<?> stopped, Predicate<Call<?>> isStopped) {
        return calls.stream()
                .filter(call -> call != stopped)
                .limit(CALLERS_SHOWN)
                .map(call -> isStopped.test(call)
                        ? "  " + call + " was stopped, too," + place(call.place())
                        : whereIs(call, call.place()))
                .collect(joining("\n"));
    }

    /** What happened when a caller was stopped before one of its steps, in the test of this name. */
    AssertionError story(Call<?> stopped, Stop stop, String meanwhile, AssertionError end, String test) {
        Thread thread = stopped.thread();
        String way = code.wayTo(stop.frames(thread)).map(frame -> ", on the way from " + code.show(frame)).orElse("");
        AssertionError story = new AssertionError(shortened(stopped
                + " was stopped before a step" + place(stop.site(thread)) + way
                + "\n" + meanwhile
                + "\nThen " + stopped.caller() + (stopped.wasInterrupted() ? " was interrupted and" : "") + " went on. "
                + end.getMessage()
                + "\nReplay: mvn test \"-Dtest=" + test + "\" \"-D" + Interruptions.STEP + "=" + stop.step() + "\""),
                end.getCause());
        story.setStackTrace(end.getStackTrace());
        return story;
    }

    /** Leaves out callers until the story is short enough: those that ended last, those told of again, and others. */
    private static String shortened(String story) {
        List<String> lines = new ArrayList<>(story.lines().toList());
        List<IntPredicate> dispensable = List.of(
                i -> ENDED.matcher(lines.get(i)).matches() && lines.subList(0, i).stream().anyMatch(WENT_ON),
                i -> lines.lastIndexOf(lines.get(i)) > i,
                i -> ENDED.matcher(lines.get(i)).matches(),
                i -> true);
        for (IntPredicate isDispensable : dispensable) {
            for (int i = lines.size() - 1; i > 0 && lines.size() > LINES_OF_STORY; i--) {
                if (lines.get(i).startsWith("  ") && isDispensable.test(i)) {
                    lines.remove(i);
                }
            }
        }
        return String.join("\n", lines);
    }

    /** What a caller does, and at this place, or how its call has ended. */
    private String whereIs(Call<?> call, StackTraceElement[] place) {
        StackTraceElement[] frames = call.thread().getStackTrace();
        return "  " + call + (call.isDone() ? " " + call.outcome() : whatItDoes(call, frames) + place(place));
    }

    /** Whether it is in a fetch, and not in a call of the memo that the fetch has made. */
    boolean isInFetch(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return !code.isInside(frames) && isIn(GatedFetch.class, frames);
    }

    private static boolean isIn(Class<?> type, StackTraceElement[] frames) {
        return Stream.of(frames).anyMatch(frame -> frame.getClassName().equals(type.getName()));
    }

    private String whatItDoes(Call<?> call, StackTraceElement[] frames) {
        List<String> names = readLocks.apply(call.thread());
        return (call.wasInterrupted() ? " was interrupted and" : "")
                + whatItWaitsFor(call.thread(), frames)
                + (names.isEmpty() ? "" : ", holding " + String.join(" and ", names) + ",");
    }

    private String whatItWaitsFor(Thread thread, StackTraceElement[] frames) {
        if (isInFetch(thread)) {
            return " is held in the fetch";
        }
        String lockOwner = new ThreadMeter(thread).lockOwner();
        if (lockOwner != null) {
            return " waits for the lock of " + lockOwner;
        }
        return LearnerCode.waits(thread, frames)
                ? " waits" + code.callOf(frames).map(method -> " in " + method).orElse("")
                : " keeps running";
    }

    /** Where in the code under test a step is, as in {@code  at Memo.java:24  cache.put(key, fetched);}. */
    String place(Site site) {
        return " at " + code.show(site.frame());
    }

    /** Where in the code under test these frames are, in the same form, or nothing. */
    String place(StackTraceElement[] frames) {
        return code.innermost(frames).map(frame -> " at " + code.show(frame)).orElse("");
    }

    /** Shows a key or a value. */
    static String quote(Object object) {
        String sign = object instanceof String ? "\"" : object instanceof Character ? "'" : "";
        return oneLine(sign + object + sign + (object instanceof Long ? "L" : ""));
    }

    /** The text of whatever the code under test made, in a line that is not too long to be read. */
    static String oneLine(Object object) {
        String text = LAMBDA.matcher(String.valueOf(object)).replaceAll("$1");
        String line = IDENTITY.matcher(text).replaceAll("$1@...")
                .replaceAll(" \\([^()]*\\bin (unnamed )?module\\b[^()]*\\)", "") // the end of a ClassCastException
                .replaceAll("\\s+", " ");
        return line.length() <= LINE ? line : line.substring(0, LINE) + " ...";
    }

    /** Leaves only the test's own frames in the stack trace: nobody looks for the mistake in the lab. */
    private static AssertionError error(String message, Throwable cause) {
        AssertionError error = new AssertionError(message, cause);
        error.setStackTrace(Stream.of(error.getStackTrace())
                .filter(frame -> !OURS.contains(frame.getClassName()))
                .filter(frame -> NOT_THE_TESTS.stream().noneMatch(frame.getClassName()::startsWith))
                .toArray(StackTraceElement[]::new));
        return error;
    }
}
