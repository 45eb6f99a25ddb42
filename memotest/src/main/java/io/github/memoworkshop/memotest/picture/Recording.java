package io.github.memoworkshop.memotest.picture;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.picture.Event.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Notes what happens in a run, in the order in which it happens. Each thread is known by its name.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Recording {

    private final Function<Object, String> names;
    private final List<Event> events = new ArrayList<>();
    /** For each thread and place, how many events there were before its last step there. */
    private final Map<String, Map<Object, Integer>> lastSteps = new HashMap<>();
    private final Map<String, Doing> doing = new HashMap<>();
    private Event broken;

    /** A new recording, which has these names for keys, values and exceptions. */
    public Recording(Function<Object, String> names) {
        this.names = names;
    }

    /** The same memo, whose calls are noted. */
    public <K, V> Memoizer<K, V> recordCalls(Memoizer<K, V> memo) {
        return key -> {
            add(Kind.CALLS, () -> names.apply(key));
            try {
                V value = memo.get(key);
                add(Kind.RETURNS, () -> names.apply(value));
                return value;
            } catch (Throwable thrown) { // passed on
                add(Kind.THROWS, () -> names.apply(thrown));
                throw thrown;
            }
        };
    }

    /** The same fetch, whose beginnings and ends are noted. */
    public <K, V> Fetch<K, V> recordFetches(Fetch<K, V> fetch) {
        return key -> {
            add(Kind.FETCHES, () -> names.apply(key));
            try {
                return fetch.fetch(key);
            } finally {
                add(Kind.FETCHED, () -> names.apply(key));
            }
        };
    }

    private void add(Kind kind, Supplier<String> detail) {
        add(Thread.currentThread().getName(), kind, detail);
    }

    /** Notes an event. The detail is asked only when a picture is made. */
    public synchronized void add(String lane, Kind kind, Supplier<String> detail) {
        events.add(new Event(System.nanoTime(), lane, kind, detail));
        doing.put(lane, doing.getOrDefault(lane, Doing.NOTHING).then(kind));
    }

    /**
     * Looks at a thread from outside, and notes if it has begun to wait since the last event in its lane. It is not
     * looked at before its call, nor while it is stopped or in a fetch.
     *
     * @param waits whether it waits
     * @param frames tells where it is
     * @param place tells from these frames where in the code that is; asked only when a picture is made
     */
    public void lookAt(
            Thread thread,
            boolean waits,
            Supplier<StackTraceElement[]> frames,
            Function<StackTraceElement[], String> place) {
        Doing before = doing(thread);
        if (before.canBeWaiting()) {
            Kind seen = waits ? whatItWaitsFor(thread) : Kind.RUNS;
            if (seen != before.last && (waits || before.last.isWaiting())) {
                StackTraceElement[] now = frames.get();
                addUnlessItWentOn(thread, before, seen, () -> place.apply(now));
            }
        }
    }

    private synchronized Doing doing(Thread thread) {
        return doing.getOrDefault(thread.getName(), Doing.NOTHING);
    }

    /** What was seen before a thread's next event is not true after it: a fetch would look as if it ran on. */
    private synchronized void addUnlessItWentOn(Thread thread, Doing before, Kind seen, Supplier<String> detail) {
        if (doing(thread).equals(before)) {
            add(thread.getName(), seen, detail);
        }
    }

    private static Kind whatItWaitsFor(Thread thread) {
        boolean isLocked = thread.getState() == Thread.State.BLOCKED || isLock(LockSupport.getBlocker(thread));
        return isLocked ? Kind.WAITS_FOR_LOCK : Kind.WAITS_FOR_ENTRY;
    }

    /** Whether what a thread is parked on is a lock of java.util.concurrent.locks, and not a condition of one. */
    private static boolean isLock(Object blocker) {
        String type = blocker == null ? "" : blocker.getClass().getName();
        return type.startsWith("java.util.concurrent.locks.") && !type.endsWith("ConditionObject");
    }

    /** Notes that one more round begins. */
    public void round() {
        add("", Kind.ROUND, () -> "");
    }

    /** Notes a step of the code under test, for {@link #accessed}. The place is known by its identity. */
    public synchronized void step(String lane, Object place) {
        lastSteps.computeIfAbsent(lane, name -> new IdentityHashMap<>()).put(place, events.size());
    }

    /**
     * Adds an access, at the moment at which a thread took the step to this place for the last time.
     *
     * @return whether it did, in this recording
     */
    public synchronized boolean accessed(String lane, Object place, String words) {
        Integer at = lastSteps.getOrDefault(lane, Map.of()).get(place);
        if (at == null) {
            return false;
        }
        long nanos = events.get(Math.max(0, at - 1)).nanos();
        events.add(at, new Event(nanos, lane, Kind.ACCESSES, () -> words));
        lastSteps.values().forEach(steps -> steps.replaceAll((step, before) -> before < at ? before : before + 1));
        return true;
    }

    /** Notes that a rule is broken at this moment, if nothing was broken before. */
    public synchronized void broken(String rule) {
        if (broken == null) {
            add("", Kind.BREAKS, () -> rule);
            broken = events.get(events.size() - 1);
        }
    }

    /**
     * Notes which event, the last such one, has broken a rule, if nothing was broken before. If there is no such
     * event, the rule is broken at this moment.
     */
    public synchronized void broken(String rule, Predicate<Event> by) {
        for (int i = events.size() - 1; i >= 0 && broken == null; i--) {
            if (by.test(events.get(i))) {
                events.add(i + 1, new Event(events.get(i).nanos(), events.get(i).lane(), Kind.BREAKS, () -> rule));
                broken = events.get(i + 1);
            }
        }
        broken(rule);
    }

    /** Whether a rule was broken. */
    public synchronized boolean isBroken() {
        return broken != null;
    }

    /** What happened so far. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /**
     * What a thread was last known to do.
     *
     * @param events how many events there were in its lane
     * @param last the last one
     * @param called whether it is in a call
     * @param fetches how many fetches it is in: more than one where a fetch asks the memo for another key
     */
    private record Doing(int events, Kind last, boolean called, int fetches) {

        static final Doing NOTHING = new Doing(0, null, false, 0);

        Doing then(Kind kind) {
            return switch (kind) {
                case IS_INTERRUPTED -> new Doing(events + 1, last, called, fetches); // it does what it did before
                case FETCHES -> new Doing(events + 1, kind, called, fetches + 1);
                case FETCHED -> new Doing(events + 1, kind, called, fetches - 1);
                default -> new Doing(
                        events + 1, kind, kind == Kind.CALLS || called && !kind.endsCall(), fetches);
            };
        }

        boolean canBeWaiting() {
            return called && fetches == 0 && last != Kind.IS_STOPPED;
        }
    }
}
