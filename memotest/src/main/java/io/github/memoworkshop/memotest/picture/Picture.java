package io.github.memoworkshop.memotest.picture;

import java.util.List;

/**
 * A run to be looked at: a lane for each thread, time to the right. Immutable.
 *
 * @param title what it shows, in one line
 * @param lanes the threads, from top to bottom
 * @param moments the events, one after the other, where each has a moment of its own; none where time is measured
 * @param ticks marks on the axis of time
 * @param length the time at the right end
 */
public record Picture(String title, List<Lane> lanes, List<Moment> moments, List<Tick> ticks, long length) {

    /** What a caller may do for a time, and how that is shown. */
    public enum Kind {
        /** It fetches. */
        FETCHES("fetches", '\u2588', '#'),
        /** It waits for a lock. */
        WAITS_FOR_LOCK("waits for a lock", '\u2591', ':'),
        /** It waits for something else: an entry that another caller fetches. */
        WAITS_FOR_ENTRY("waits for an entry", '\u2500', '-'),
        /** It is served from the cache, with neither of these. That takes no time. */
        FROM_CACHE("from the cache", '*', '*'),
        /** It is stopped by the test. */
        IS_STOPPED("is stopped by the test", '=', '='),
        /** It does something else. */
        RUNS("runs", '.', '.');

        final String words;
        final char block;
        final char ascii;

        Kind(String words, char block, char ascii) {
            this.words = words;
            this.block = block;
            this.ascii = ascii;
        }
    }

    /**
     * What one thread did.
     *
     * @param name its name
     * @param keys what it asked for, or fetched for another thread
     * @param spans what it did, one after the other
     */
    public record Lane(String name, List<String> keys, List<Span> spans) {

        /** What it asked for, if that was always the same. */
        String onlyKey() {
            return keys.size() == 1 ? keys.get(0) : "";
        }
    }

    /** Something that lasts, from a time until another one, with the key that it is about. */
    public record Span(Kind kind, String key, long from, long to) {}

    /**
     * An event that has a moment of its own.
     *
     * @param lane the name of the thread, or the empty string where it concerns all
     * @param words what happened, or the empty string where it was only seen that a rule is broken
     * @param rule the rule that was broken by it or then, or {@code null}
     */
    public record Moment(String lane, String words, String rule) {

        boolean isBroken() {
            return rule != null;
        }
    }

    /** A mark on the axis of time. */
    public record Tick(long at, String label) {}

    /** Whether there is anything to see: whether anybody fetched or waited. */
    public boolean isEmpty() {
        return lanes.stream().flatMap(lane -> lane.spans.stream()).allMatch(span -> span.kind == Kind.RUNS);
    }

    /** How many spans of this kind it has. */
    public long count(Kind kind) {
        return lanes.stream().flatMap(lane -> lane.spans.stream()).filter(span -> span.kind == kind).count();
    }

    /** The same with another title. */
    public Picture titled(String other) {
        return new Picture(other, lanes, moments, ticks, length);
    }
}
