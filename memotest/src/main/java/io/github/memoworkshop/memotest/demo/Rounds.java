package io.github.memoworkshop.memotest.demo;

import io.github.memoworkshop.memotest.lab.Lab;
import io.github.memoworkshop.memotest.picture.Comparison;
import io.github.memoworkshop.memotest.picture.Pictures;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The demo in a lab: eight requests for four pages, where all fetches that are under way take one round, whatever the
 * machine's load. So the picture is the same each time, and takes milliseconds instead of seconds.
 */
public final class Rounds {

    private static final int ENOUGH = 20; // for a memo that fetches again and again

    private Rounds() {}

    /**
     * Puts the requests to a memo. Callers who never get an answer are interrupted in the end, and left behind if that
     * does not help.
     *
     * @param memo the class of the memo; its package is what it is called in the picture
     * @param mode whether one caller makes all requests, or each has a caller of its own
     * @throws AssertionError when the memo cannot be made
     */
    public static Comparison of(Class<?> memo, Options.Mode mode) {
        List<URI> pages = PageServer.paths().stream().map(URI::create).toList();
        List<URI> twice = new ArrayList<>(pages);
        twice.addAll(pages);
        Lab.Maker<URI, String> maker = fetch -> Options.newMemo(memo, fetch);
        try (Lab<URI, String> lab = new Lab<>(URI::getPath, UnaryOperator.identity(), maker, memo, "caller-")) {
            pages.forEach(lab::hold);
            if (mode == Options.Mode.SEQUENTIAL) {
                for (URI page : twice) {
                    if (lab.allDone()) { // who hangs in one call makes no other one
                        lab.solo(page);
                        finish(lab);
                    }
                }
            } else {
                lab.callAll(twice);
                finish(lab);
            }
            return Pictures.inRounds(lab.recording()).compare(memo.getPackageName().replaceFirst(".*\\.", ""));
        }
    }

    private static void finish(Lab<URI, String> lab) {
        for (int round = 0; round < ENOUGH; round++) {
            if (!lab.comesTrue(() -> lab.isHolding() || lab.allDone()) || !lab.isHolding()) {
                return;
            }
            lab.letAllGo();
        }
    }
}
