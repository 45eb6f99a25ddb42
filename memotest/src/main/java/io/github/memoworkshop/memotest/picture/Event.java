package io.github.memoworkshop.memotest.picture;

import java.util.function.Supplier;

/**
 * Something that happened in a run. Immutable.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param lane the name of the thread that it happened to
 * @param kind what happened
 * @param detail what more there is to say: a key, a value, a place in the code; asked only for a picture
 */
public record Event(long nanos, String lane, Kind kind, Supplier<String> detail) {

    /** What can happen. */
    public enum Kind {
        /** A caller calls get with this key. */
        CALLS("calls get(%s)"),
        /** A thread begins to fetch this key. */
        FETCHES("begins to fetch %s"),
        /** The fetch is over. */
        FETCHED("ends the fetch of %s"),
        /** It was seen waiting for a lock, at this place. */
        WAITS_FOR_LOCK("waits for a lock%s"),
        /** It was seen waiting for something else, an entry as a rule, at this place. */
        WAITS_FOR_ENTRY("waits until it is woken%s"),
        /** It was seen running. */
        RUNS("keeps running%s"),
        /** It is stopped before a step, at this place. */
        IS_STOPPED("is stopped before a step%s"),
        /** It may go on. */
        GOES_ON("goes on%s"),
        /** It is interrupted. */
        IS_INTERRUPTED("is interrupted%s"),
        /** An access to a variable, which takes part in a data race. */
        ACCESSES("%s"),
        /** The call ends with this value. */
        RETURNS("gets %s"),
        /** The call ends with this exception. */
        THROWS("gets the exception %s"),
        /** All fetches that are under way take one more round. */
        ROUND("%s"),
        /** This rule is broken. */
        BREAKS("%s");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean isWaiting() {
            return this == WAITS_FOR_LOCK || this == WAITS_FOR_ENTRY;
        }

        boolean endsCall() {
            return this == RETURNS || this == THROWS;
        }
    }

    /** The event in words, as in {@code caller-1 begins to fetch "a"}. */
    @Override
    public String toString() {
        return (lane + " " + kind.words.replace("%s", detail.get())).strip();
    }
}
