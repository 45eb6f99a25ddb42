package io.github.memoworkshop.memotest.scoreboard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Colour is for whoever wants it, and can see it. */
class TerminalTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void whoAsksForColourGetsIt() {
        assertTrue(Terminal.hasColour(XTERM, "always", null));
        assertTrue(Terminal.hasColour(XTERM, "always", "4.0.0 interactive=false"));
        assertTrue(Terminal.hasColour(Map.of("NO_COLOR", ""), "always", null), "an empty NO_COLOR says nothing");
    }

    @Test
    void whoAsksForNoneGetsNone() {
        assertFalse(Terminal.hasColour(Map.of("NO_COLOR", "1"), "always", null));
        assertFalse(Terminal.hasColour(Map.of("TERM", "dumb"), "always", null));
        assertFalse(Terminal.hasColour(XTERM, "never", "3.9.16 interactive=true"));
    }

    @Test
    void aMavenWithoutAPersonIsNotATerminal() {
        assertFalse(Terminal.hasColour(XTERM, "auto", "3.9.16 interactive=false"));
        assertFalse(Terminal.hasColour(XTERM, "auto", "${maven.version} interactive=${session.request}"));
    }
}
