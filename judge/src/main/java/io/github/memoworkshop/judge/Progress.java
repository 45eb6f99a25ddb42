package io.github.memoworkshop.judge;

import java.io.PrintStream;
import java.time.Duration;

/**
 * A line that tells how far a run is and how long it will take, from the pace so far; what was known already does not
 * count for the pace. Where nobody watches, in a log, there is a line for every tenth. Thread-safe.
 */
final class Progress {

    private static final int ENOUGH_TO_ESTIMATE = 4;
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean isWatched;
    private int all; // this and the following are guarded by this
    private int known;
    private int judged;
    private long start;

    /** Progress that is shown on this stream, over and over in one line if somebody watches it. */
    Progress(PrintStream out, boolean isWatched) {
        this.out = out;
        this.isWatched = isWatched;
    }

    synchronized void start(int submissions) {
        all = submissions;
        start = System.nanoTime();
        show();
    }

    synchronized void known() {
        known++;
        show();
    }

    synchronized void judged() {
        judged++;
        show();
    }

    private void show() {
        int done = known + judged;
        if (isWatched) {
            int bar = all == 0 ? WIDTH : done * WIDTH / all;
            out.print("\r[" + "#".repeat(bar) + ".".repeat(WIDTH - bar) + "] " + line(done) + "      ");
            if (done == all) {
                out.println();
            }
        } else if (done == all || done * 10 / all > (done - 1) * 10 / all) {
            out.println(line(done));
        }
        out.flush();
    }

    private String line(int done) {
        String line = done + " of " + all + (known > 0 ? ", " + known + " of them known before" : "");
        int left = all - done;
        if (left == 0) {
            return line;
        }
        if (judged < ENOUGH_TO_ESTIMATE) {
            return line + ", too early to say how long it takes";
        }
        Duration estimate = Duration.ofNanos((System.nanoTime() - start) / judged * left);
        return line + ", about " + (estimate.toMinutes() > 1
                ? estimate.toMinutes() + 1 + " min" : Math.max(1, estimate.toSeconds()) + " s") + " left";
    }
}
