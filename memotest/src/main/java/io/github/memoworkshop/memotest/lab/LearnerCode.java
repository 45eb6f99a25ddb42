package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.race.Hooks;
import io.github.memoworkshop.memotest.source.SourceLines;
import java.net.URL;
import java.security.CodeSource;
import java.util.Optional;

/**
 * Tells the code under test from everything else, and shows its source text: what was compiled into the same
 * folder as the memo is the learner's, tests and libraries are not.
 *
 * <p>Immutable, so safe for use by any number of threads.
 */
final class LearnerCode {

    private static final String HOOKS = Hooks.class.getName();

    private final ClassLoader loader;
    private final URL location;
    private final SourceLines source;

    LearnerCode(Class<?> memo) {
        loader = memo.getClassLoader();
        location = locationOf(memo);
        source = new SourceLines(memo);
    }

    /** The innermost of these frames that belongs to the code under test. */
    Optional<StackTraceElement> innermost(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            if (owns(frame)) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /** Whether the code under test itself threw this, and not a library that it called. */
    boolean threw(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length > 0 && owns(frames[0]);
    }

    private boolean owns(StackTraceElement frame) {
        if (frame.getClassName().equals(HOOKS)) {
            return false; // the race detector has a class of its own beside the code under test
        }
        try {
            Class<?> type = Class.forName(frame.getClassName(), false, loader);
            return location != null && location.equals(locationOf(type));
        } catch (ClassNotFoundException | LinkageError notTheirs) {
            return false;
        }
    }

    /** Names a place as {@code Memo.java:24  cache.put(key, fetched);}, without the text where there is no source. */
    String show(StackTraceElement frame) {
        String place = frame.getFileName() + ":" + frame.getLineNumber();
        return source.line(frame.getClassName(), frame.getFileName(), frame.getLineNumber())
                .map(text -> place + "  " + text).orElse(place);
    }

    private static URL locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation();
    }
}
