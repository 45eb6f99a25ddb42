package io.github.memoworkshop.memotest.scoreboard.learner;

/** Stands for what a learner writes. */
public final class Memo {

    private Memo() {}

    /** Recurses for ever. */
    public static int recurse(int depth) {
        return 1 + recurse(depth + 1);
    }

    /** Has a mistake. */
    public static int parse(String text) {
        return Integer.parseInt(text);
    }

    // TODO is what a failure without a line leads to
}
