package io.github.memoworkshop.memotest.lab;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.github.memoworkshop.memotest.race.Site;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Words the failure of a test: what was seen, with the line of the code under test where it was seen, and the rule that
 * it breaks. Immutable, so safe for use by any number of threads.
 */
final class Report {

    private static final int CALLERS_SHOWN = 4;
    private static final Set<String> OURS = Set.of(Report.class.getName(), Lab.class.getName(), Call.class.getName());

    private static final List<String> NOT_THE_TESTS =
            List.of("java.", "jdk.", "org.awaitility.", "org.junit.", "org.apache.");

    private final LearnerCode code;

    Report(LearnerCode code) {
        this.code = code;
    }

    /** What was seen breaks a rule. */
    AssertionError failure(String seen, String rule) {
        return error(seen + "\nRule: " + rule, null);
    }

    /** What was thrown breaks a rule. */
    AssertionError failure(String seen, Throwable thrown, String rule) {
        String place = place(thrown.getStackTrace());
        return error(seen + (place.isEmpty() ? "" : "\n " + place) + "\nRule: " + rule, thrown);
    }

    /** A caller got an exception that nobody but the memo can have thrown. */
    AssertionError unexplained(Call<?> call, Throwable thrown, String rule) {
        if (thrown instanceof UnsupportedOperationException && code.threw(thrown)) {
            return error(thrown.getMessage(), null); // a stub says best itself what is to be done
        }
        return failure(call + " threw " + thrown + ", which no fetch threw.", thrown, rule);
    }

    /** Somebody ought to move, and nobody does. */
    AssertionError stuck(String seen, List<? extends Call<?>> calls, String rule) {
        // Who waits comes first, for there is the question; then who is in a fetch, and who has ended.
        // Grouped, not sorted: each caller is looked at once, for what it does may change meanwhile.
        String shown = calls.stream()
                .collect(groupingBy(call -> call.isDone() ? 2 : isInFetch(call) ? 1 : 0, TreeMap::new, toList()))
                .values()
                .stream()
                .flatMap(List::stream)
                .limit(CALLERS_SHOWN)
                .map(this::whereIs)
                .collect(joining("\n"));
        int more = calls.size() - CALLERS_SHOWN;
        return failure(seen + "\n" + shown + (more > 0 ? "\n  and " + more + " more" : ""), rule);
    }

    /** What all callers but the stopped one have come to. */
    String meanwhile(List<? extends Call<?>> calls, Call<?> stopped) {
        return calls.stream()
                .filter(call -> call != stopped)
                .limit(CALLERS_SHOWN)
                .map(this::whereIs)
                .collect(joining("\n"));
    }

    /** What happened when a caller was stopped before one of its steps. */
    AssertionError story(Call<?> stopped, Stop stop, String meanwhile, AssertionError end) {
        Site site = stop.site();
        String place = code.show(new StackTraceElement(site.type(), site.method(), site.file(), site.line()));
        AssertionError story = new AssertionError(stopped + " was stopped before a step at " + place
                + "\n" + meanwhile
                + "\nThen " + stopped.caller() + " went on. " + end.getMessage().strip()
                + "\n(Only this schedule: -D" + Interruptions.STEP + "=" + stop.step() + ")", end.getCause());
        story.setStackTrace(end.getStackTrace());
        return story;
    }

    /** What a caller does, and where. */
    String whereIs(Call<?> call) {
        StackTraceElement[] frames = call.thread().getStackTrace();
        return "  " + call + (call.isDone() ? " has ended" : whatItDoes(call) + place(frames));
    }

    boolean isInFetch(Call<?> call) {
        return Stream.of(call.thread().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(GatedFetch.class.getName()));
    }

    private String whatItDoes(Call<?> call) {
        if (isInFetch(call)) {
            return " is held in the fetch";
        }
        ThreadMeter meter = new ThreadMeter(call.thread());
        String lockOwner = meter.lockOwner();
        if (lockOwner != null) {
            return " waits for the lock of " + lockOwner;
        }
        return meter.isParked() ? " waits" : " keeps running";
    }

    /** Where in the code under test these frames are, as in {@code  at Memo.java:24  cache.put(key, fetched);}. */
    String place(StackTraceElement[] frames) {
        return code.innermost(frames).map(frame -> " at " + code.show(frame)).orElse("");
    }

    /** Shows a key or a value. */
    static String quote(Object object) {
        return object instanceof String ? '"' + object.toString() + '"' : String.valueOf(object);
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
