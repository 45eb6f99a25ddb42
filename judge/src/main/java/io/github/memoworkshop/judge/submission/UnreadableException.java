package io.github.memoworkshop.judge.submission;

/** A submission cannot be judged as it was handed in. The message says in a sentence why, and how to mend it. */
public final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableException(String sentence) {
        super(sentence);
    }
}
