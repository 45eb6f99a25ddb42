package io.github.memoworkshop.memotest.lab;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.github.memoworkshop.memotest.picture.Recording;
import io.github.memoworkshop.memotest.race.Site;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Words the failure of a test, always in this order: what was seen, the rule that it breaks, and the line of the code
 * under test to look at. Immutable, so safe for use by any number of threads.
 */
final class Report {

    private static final int CALLERS_SHOWN = 4;
    private static final int LINE = 200;
    private static final Set<String> OURS = Set.of(Report.class.getName(), Lab.class.getName(), Call.class.getName());

    private static final List<String> NOT_THE_TESTS =
            List.of("java.", "jdk.", "org.awaitility.", "org.junit.", "org.apache.");

    private final LearnerCode code;
    private final Recording recording;

    Report(LearnerCode code, Recording recording) {
        this.code = code;
        this.recording = recording;
    }

    /** What was seen breaks a rule. The lines to look at are the innermost ones of these traces, or the memo's get. */
    AssertionError failure(String seen, String rule, StackTraceElement[]... traces) {
        return broken(seen, rule, null, traces);
    }

    /** What was thrown breaks a rule. */
    AssertionError failure(String seen, Throwable thrown, String rule) {
        return broken(seen, rule, thrown, thrown.getStackTrace());
    }

    /** Records, too, that the rule is broken: by the caller with whose name the message begins, if any. */
    private AssertionError broken(String seen, String rule, Throwable cause, StackTraceElement[]... traces) {
        recording.broken(rule, event -> seen.startsWith(event.lane() + " "));
        return error(seen + "\nRule: " + rule + lookAt(traces), cause);
    }

    private String lookAt(StackTraceElement[]... traces) {
        List<StackTraceElement> places =
                Stream.of(traces).flatMap(trace -> code.innermost(trace).stream()).distinct().toList();
        if (places.isEmpty()) {
            places = code.get().stream().toList();
        }
        return switch (places.size()) {
            case 0 -> "";
            case 1 -> "\nLook at: " + code.show(places.get(0));
            default -> "\nLook at: " + code.show(places.get(0)) + ", and " + places.get(1).getFileName() + ":"
                    + places.get(1).getLineNumber();
        };
    }

    /** A caller got an exception that nobody but the memo can have thrown. */
    AssertionError unexplained(Call<?> call, Throwable thrown, String rule) {
        if (thrown instanceof UnsupportedOperationException && code.threw(thrown)) {
            return error(thrown.getMessage(), null); // a stub says best itself what is to be done
        }
        Throwable cause = thrown instanceof ExceptionInInitializerError ? thrown.getCause() : thrown;
        return failure(call + " threw " + oneLine(cause) + ", which no fetch threw.", cause, rule);
    }

    /** Somebody ought to move, and nobody does. */
    AssertionError stuck(String seen, List<Call<?>> calls, String rule) {
        // Who waits comes first, for there is the question; then who is in a fetch, and who has ended.
        // Grouped, not sorted: each caller is looked at once, for what it does may change meanwhile.
        List<Call<?>> begun = calls.stream().filter(Call::hasBegun).collect(toList());
        List<Call<?>> inOrder = begun.stream()
                .collect(groupingBy(call -> call.isDone() ? 2 : isInFetch(call) ? 1 : 0, TreeMap::new, toList()))
                .values()
                .stream()
                .flatMap(List::stream)
                .limit(CALLERS_SHOWN)
                .toList();
        String shown = inOrder.stream().map(this::whereIs).collect(joining("\n"));
        int more = begun.size() - CALLERS_SHOWN;
        return failure(
                seen + "\n" + shown + (more > 0 ? "\n  and " + more + " more" : ""),
                rule,
                inOrder.stream()
                        .limit(1)
                        .map(call -> call.thread().getStackTrace())
                        .toArray(StackTraceElement[][]::new));
    }

    /** What all callers but the stopped one have come to. */
    String meanwhile(List<Call<?>> calls, Call<?> stopped) {
        return calls.stream()
                .filter(call -> call != stopped)
                .limit(CALLERS_SHOWN)
                .map(this::whereIs)
                .collect(joining("\n"));
    }

    /** What happened when a caller was stopped before one of its steps. */
    AssertionError story(Call<?> stopped, Stop stop, String meanwhile, AssertionError end) {
        Site site = stop.site();
        AssertionError story = new AssertionError(stopped + " was stopped before a step" + place(site)
                + "\n" + meanwhile
                + "\nThen " + stopped.caller() + " went on. " + end.getMessage()
                + "\nReplay: -D" + Interruptions.STEP + "=" + stop.step(), end.getCause());
        story.setStackTrace(end.getStackTrace());
        return story;
    }

    /** What a caller does, and where. */
    String whereIs(Call<?> call) {
        StackTraceElement[] frames = call.thread().getStackTrace();
        return "  " + call + (call.isDone() ? " has ended" : whatItDoes(call, frames) + place(frames));
    }

    boolean isInFetch(Call<?> call) {
        return Stream.of(call.thread().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(GatedFetch.class.getName()));
    }

    private String whatItDoes(Call<?> call, StackTraceElement[] frames) {
        if (isInFetch(call)) {
            return " is held in the fetch";
        }
        ThreadMeter meter = new ThreadMeter(call.thread());
        String lockOwner = meter.lockOwner();
        if (lockOwner != null) {
            return " waits for the lock of " + lockOwner;
        }
        boolean waits = meter.isParked() && !LearnerCode.isInHook(frames);
        return waits ? " waits" + code.callOf(frames).map(method -> " in " + method).orElse("") : " keeps running";
    }

    /** Where in the code under test a step is, as in {@code  at Memo.java:24  cache.put(key, fetched);}. */
    String place(Site site) {
        return " at " + code.show(new StackTraceElement(site.type(), site.method(), site.file(), site.line()));
    }

    /** Where in the code under test these frames are, in the same form, or nothing. */
    String place(StackTraceElement[] frames) {
        return code.innermost(frames).map(frame -> " at " + code.show(frame)).orElse("");
    }

    /** Shows a key or a value. */
    static String quote(Object object) {
        return oneLine(object instanceof String ? '"' + object.toString() + '"' : object);
    }

    /** The text of whatever the code under test made, in a line that is not too long to be read. */
    static String oneLine(Object object) {
        String line = String.valueOf(object)
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
