package io.github.memoworkshop.memotest.lab;

import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.race.Hooks;
import io.github.memoworkshop.memotest.source.SourceLines;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Tells the code under test from everything else, and shows its source text: what was compiled into the same
 * folder as the memo is the learner's, tests and libraries are not.
 *
 * <p>Safe for use by any number of threads.
 */
final class LearnerCode {

    private static final String HOOKS = Hooks.class.getName();
    private static final String KIT = Memoizer.class.getPackageName() + ".";

    private final Class<?> memo;
    private final ClassLoader loader;
    private final URL location;
    private final SourceLines source;
    /** Whether the classes of these names are the learner's. */
    private final Map<String, Boolean> owned = new ConcurrentHashMap<>();

    LearnerCode(Class<?> memo) {
        this.memo = memo;
        loader = memo.getClassLoader();
        location = locationOf(memo);
        source = new SourceLines(memo);
    }

    /** What tells this code from other code, even if it is loaded again. */
    Object id() {
        return memo.getName() + " in " + location;
    }

    /** The first statement of the memo's method of this name. */
    Optional<StackTraceElement> begin(String method) {
        String file = memo.getName().replace('.', '/') + ".class";
        try (InputStream code = loader.getResourceAsStream(file)) {
            if (code == null) {
                return Optional.empty();
            }
            FirstLine line = new FirstLine(method);
            new ClassReader(code).accept(line, ClassReader.SKIP_FRAMES);
            return Optional.ofNullable(line.found);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private final class FirstLine extends ClassVisitor {

        private final String method;
        private String file;
        private StackTraceElement found;

        FirstLine(String method) {
            super(Opcodes.ASM9);
            this.method = method;
        }

        @Override
        public void visitSource(String source, String debug) {
            file = source;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
            boolean isWanted = name.equals(method) && (access & Opcodes.ACC_BRIDGE) == 0;
            return !isWanted ? null : new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitLineNumber(int line, Label start) {
                    if (found == null) {
                        found = new StackTraceElement(memo.getName(), name, file, line);
                    }
                }
            };
        }
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

    /** The frame in the memo's {@code get} that led to the innermost of these frames, if that is in another method. */
    Optional<StackTraceElement> wayTo(StackTraceElement[] frames) {
        List<StackTraceElement> owned = Stream.of(frames).filter(this::owns).toList();
        return owned.isEmpty() || isOfGet(owned.get(0))
                ? Optional.empty()
                : owned.stream().filter(this::isOfGet).findFirst();
    }

    /** Whether this is in the text of {@code get}. */
    private boolean isOfGet(StackTraceElement frame) {
        return frame.getClassName().equals(memo.getName()) && frame.getMethodName().matches("get|lambda\\$get\\$\\d+");
    }

    /** Whether these are the frames of a thread that passes a hook on its way. */
    static boolean isInHook(StackTraceElement[] frames) {
        return Stream.of(frames).anyMatch(frame -> frame.getClassName().equals(HOOKS));
    }

    /** Whether a thread waits, and has not just stopped for a moment on its way. */
    static boolean waits(Thread thread) {
        return new ThreadMeter(thread).isParked() && waits(thread, thread.getStackTrace()); // a stack may be deep
    }

    /** The same for a thread that was seen with these frames. */
    static boolean waits(Thread thread, StackTraceElement[] frames) {
        return new ThreadMeter(thread).isParked()
                && !isInHook(frames)
                && Arrays.equals(frames, thread.getStackTrace()); // or it has stopped somewhere else
    }

    /** Whether a thread with these frames is in the code under test, or in what that uses but a hook or a fetch. */
    boolean isInside(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            boolean isOurs = frame.getClassName().startsWith(KIT) || frame.getClassName().equals(HOOKS);
            if (owns(frame) || isOurs) {
                return owns(frame);
            }
        }
        return false;
    }

    /** The method of a library that the innermost of these frames of the code under test has called. */
    Optional<String> callOf(StackTraceElement[] frames) {
        Optional<String> called = Optional.empty();
        for (StackTraceElement frame : frames) {
            String type = frame.getClassName();
            if (owns(frame)) {
                return called;
            }
            if (!type.contains("$$Lambda")) { // the JVM's own link from a method reference to its method
                called = Optional.of(type.replaceAll(".*[.$](?=\\D)", "") + "." + frame.getMethodName());
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
        return owned.computeIfAbsent(frame.getClassName(), this::owns);
    }

    private boolean owns(String className) {
        if (className.equals(HOOKS)) {
            return false; // the race detector has a class of its own beside the code under test
        }
        try {
            Class<?> type = Class.forName(className, false, loader);
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
