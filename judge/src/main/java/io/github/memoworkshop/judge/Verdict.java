package io.github.memoworkshop.judge;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is said of one promise of one memo. */
public enum Verdict {
    /** Each test of the promise passed. */
    KEPT,
    /** A test of the promise failed. */
    BROKEN,
    /** The memo is missing, or is still the stub of the starter project. */
    NOT_WRITTEN,
    /** Nothing is known: the memo could not be judged, or the judging did not come to its end. Never a failure. */
    NOT_JUDGED;

    /** The verdict in lower case, with spaces, as all reports have it. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
