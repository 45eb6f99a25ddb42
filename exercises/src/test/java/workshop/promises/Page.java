package workshop.promises;

/**
 * A key that can stop its caller in the middle of a map: there, where the key is compared with another one.
 *
 * <p>All pages have the same hash code, so that a map has to compare them.
 */
final class Page {

    private final String name;
    private int comparisonsLeft;
    private boolean stopped;

    Page(String name) {
        this.name = name;
    }

    /** Whoever asks for this page is stopped at the n-th comparison of it, counted from 1. */
    synchronized void stopAtComparison(int n) {
        comparisonsLeft = n;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void goOn() {
        comparisonsLeft = 0;
        stopped = false;
        notifyAll();
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        stopWhereAsked();
        return other instanceof Page page && page.name.equals(name);
    }

    private synchronized void stopWhereAsked() {
        if (comparisonsLeft > 0 && --comparisonsLeft == 0) {
            stopped = true;
            try {
                while (stopped) {
                    wait();
                }
            } catch (InterruptedException endOfTest) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
