package io.github.memoworkshop.memotest.lab;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Lets the first lines through that are printed to the standard streams until this is closed, and drops all the rest: a
 * memo that prints in a loop does not bury the message that says so. Thread-safe; for one test at a time.
 */
public final class PrintLimit implements AutoCloseable {

    private static final int LINES = 5;
    private static final int LINE = 200; // bytes that a line costs, however short it is

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private int left = LINES * LINE;

    /** Begins. */
    public PrintLimit() {
        System.setOut(limited(out));
        System.setErr(limited(err));
    }

    private PrintStream limited(PrintStream target) {
        OutputStream first = new OutputStream() {
            @Override
            public void write(int oneByte) {
                write(new byte[] {(byte) oneByte}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                pass(bytes, from, length, target);
            }
        };
        return new PrintStream(first, true, Charset.defaultCharset());
    }

    private synchronized void pass(byte[] bytes, int from, int length, PrintStream target) {
        int end = from;
        while (end < from + length && left > 0) {
            left -= bytes[end] == '\n' ? LINE : 1;
            end++;
        }
        target.write(bytes, from, end - from);
        if (end > from && left <= 0) {
            target.println("... (the rest of what was printed in this test is not shown)");
        }
    }

    /** Puts the streams back that were there before. */
    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }
}
