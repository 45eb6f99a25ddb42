package io.github.memoworkshop.judge;

/** What was asked for cannot be done. The message says in a sentence why, and how to mend it. */
final class BadInputException extends Exception {

    private static final long serialVersionUID = 1;

    BadInputException(String sentence) {
        super(sentence);
    }
}
