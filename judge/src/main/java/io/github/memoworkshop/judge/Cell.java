package io.github.memoworkshop.judge;

import java.util.List;

/**
 * What came of holding the memo of one stage against one promise.
 *
 * @param promise the promise, {@code FetchesOnce} for example
 * @param test the test that decided, or an empty text; the first one that failed if the promise is broken
 * @param message what that test says, or why there is no verdict; empty if the promise is kept
 * @param file the source file that the message points to, or an empty text
 * @param line the line in that file, from 1, or 0
 * @param source that line and those around it, each with its number
 * @param picture what the callers did until a test failed, as an SVG document, or an empty text
 */
public record Cell(
        int stage,
        String promise,
        Verdict verdict,
        String test,
        String message,
        String file,
        int line,
        List<String> source,
        String picture) {

    /** A cell that points to no line. */
    Cell(int stage, String promise, Verdict verdict, String test, String message) {
        this(stage, promise, verdict, test, message, "", 0, List.of(), "");
    }

    /** The same cell with a picture. */
    Cell withPicture(String svg) {
        return new Cell(stage, promise, verdict, test, message, file, line, source, svg);
    }

    /** The cell's name in settings and reports, {@code memo4.WaitsWell}. */
    String key() {
        return Grid.key(stage, promise);
    }

    /** The rule that the memo breaks, or the first line of a message that names none. */
    String rule() {
        int rule = message.lastIndexOf("\nRule: ");
        String from = rule < 0 ? message : message.substring(rule + "\nRule: ".length());
        return from.lines().findFirst().orElse("");
    }
}
