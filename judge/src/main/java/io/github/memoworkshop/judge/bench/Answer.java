package io.github.memoworkshop.judge.bench;

/**
 * What came of a test.
 *
 * @param text the failure, or why there is no verdict; empty if the test passed
 * @param picture what the callers did until it failed, as an SVG document, or an empty text
 */
public record Answer(Kind kind, String text, String picture) {

    /** An answer without a picture. */
    Answer(Kind kind, String text) {
        this(kind, text, "");
    }

    /** Ways in which a test can come out. */
    public enum Kind {
        /** The memo does what the test asks for. */
        PASSED,
        /** The memo does not do what the test asks for. */
        FAILED,
        /** The test was not run, or its run says nothing about the memo. It is of no use to go on with this stage. */
        NO_VERDICT
    }
}
