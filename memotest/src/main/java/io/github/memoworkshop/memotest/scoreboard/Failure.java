package io.github.memoworkshop.memotest.scoreboard;

import static java.util.stream.Collectors.joining;

import io.github.memoworkshop.memotest.source.SourceLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One failed test, as its learner should see it: what it says, and the file and line to open. Of a stack trace only the
 * learner's own lines are left, and only where the message names none. Immutable.
 */
final class Failure {

    private static final Pattern PLACE = Pattern.compile("(\\w+\\.java)(?::(\\d+))?");
    private static final int FRAMES = 3;

    private final String test;
    private final Class<?> code;
    private final SourceLines source;
    private final List<String> message = new ArrayList<>();

    /**
     * A test failed.
     *
     * @param test its name
     * @param thrown why
     * @param code the learner's class; what is in its package counts as the learner's
     */
    Failure(String test, Throwable thrown, Class<?> code) {
        this.test = test;
        this.code = code;
        source = new SourceLines(code);
        List<Throwable> causes = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .dropWhile(Failure::isWrapping)
                .limit(9)
                .toList();
        Throwable first = causes.get(0);
        if (first instanceof AssertionError && first.getMessage() != null) {
            message.addAll(first.getMessage().strip().lines().toList()); // it is written to be read
        } else {
            message.addAll(causes.stream().map(Throwable::toString).collect(joining("\ncaused by ")).lines().toList());
        }
        if (placeInMessage().isEmpty()) {
            causes.stream()
                    .map(this::learnersFrames)
                    .filter(frames -> !frames.isEmpty())
                    .reduce((outer, inner) -> inner)
                    .ifPresent(message::addAll);
        }
    }

    /** JUnit says of an exception only what it was doing when that came. */
    private static boolean isWrapping(Throwable thrown) {
        return thrown.getCause() != null && thrown.getClass().getName().startsWith("org.junit.");
    }

    private List<String> learnersFrames(Throwable thrown) {
        return Stream.of(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(code.getPackageName() + "."))
                .filter(frame -> frame.getFileName() != null && file(frame.getFileName()).isPresent())
                .map(this::show)
                .distinct()
                .limit(FRAMES)
                .toList();
    }

    private String show(StackTraceElement frame) {
        String place = "  at " + frame.getFileName() + ":" + frame.getLineNumber();
        return source.line(frame.getClassName(), frame.getFileName(), frame.getLineNumber())
                .map(text -> place + "  " + text).orElse(place);
    }

    /** The name of the test: its stage, its promise, its own. */
    String test() {
        return test;
    }

    /** The lines of what it says. */
    List<String> message() {
        return List.copyOf(message);
    }

    /**
     * The file and line to open, as in {@code src/main/java/workshop/memo1/Memo.java:24}: what the message says to look
     * at, or the first place that it names, or else the class itself. A file that is named without a line is opened at
     * its first TODO.
     */
    String place() {
        String name = code.getSimpleName() + ".java";
        return placeInMessage().or(() -> file(name).map(file -> show(file, null))).orElse(name);
    }

    private Optional<String> placeInMessage() {
        List<String> lookHereFirst = message.stream().filter(line -> line.startsWith("Look at: ")).toList();
        for (String line : Stream.concat(lookHereFirst.stream(), message.stream()).toList()) {
            for (MatchResult place : PLACE.matcher(line).results().toList()) {
                Optional<Path> file = file(place.group(1));
                if (file.isPresent()) {
                    return file.map(found -> show(found, place.group(2)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Path> file(String name) {
        return source.file(code.getName(), name);
    }

    private static String show(Path file, String line) {
        Path here = Path.of("").toAbsolutePath();
        Path full = file.toAbsolutePath().normalize();
        String path = (full.startsWith(here) ? here.relativize(full) : full).toString().replace('\\', '/');
        return line == null ? path + firstToDo(file) : path + ":" + line;
    }

    private static String firstToDo(Path file) {
        List<String> lines = SourceLines.read(file);
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("TODO"))
                .mapToObj(i -> ":" + (i + 1))
                .findFirst()
                .orElse("");
    }
}
