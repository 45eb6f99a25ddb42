package io.github.memoworkshop.memotest.scoreboard;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Tells whether what is printed comes to a terminal that shows colours. */
final class Terminal {

    private Terminal() {}

    /**
     * Whether to print in colour: as <a href="https://no-color.org">NO_COLOR</a> and Maven's {@code style.color} want
     * it, and otherwise where there is a terminal.
     *
     * @param environment the variables {@code NO_COLOR} and {@code TERM}
     * @param style {@code always}, {@code never} or {@code auto}
     * @param maven the value of {@link ScoreboardListener#MAVEN}, or {@code null} if this process prints by itself
     */
    static boolean hasColour(Map<String, String> environment, String style, String maven) {
        boolean isUnwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty() || style.equals("never");
        if (isUnwanted || environment.getOrDefault("TERM", "").equals("dumb")) {
            return false;
        }
        return style.equals("always") || (maven == null ? isHere() : isAt(maven));
    }

    private static boolean isHere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // since JDK 22, there may be a console even without a terminal
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    /**
     * Whether the Maven that prints for this process has a terminal. Where the operating system does not tell, Maven 3
     * is trusted to drop colours itself when it has none, and Maven 4 is not.
     */
    private static boolean isAt(String maven) {
        if (!maven.endsWith("interactive=true")) {
            return false; // mvn -B
        }
        long pid = Stream.iterate(parentOf(ProcessHandle.current()), process -> process != null, Terminal::parentOf)
                .filter(process -> process.info().command().orElse("").matches(".*\\bjava[^/\\\\]*"))
                .findFirst() // there may be a shell between
                .map(ProcessHandle::pid)
                .orElse(0L);
        Path out = Path.of("/proc/" + pid + "/fd/1");
        try {
            return Files.exists(out, LinkOption.NOFOLLOW_LINKS)
                    ? Files.readSymbolicLink(out).toString().matches("/dev/(pts/|tty|console).*")
                    : maven.startsWith("3");
        } catch (IOException unknown) {
            return false;
        }
    }

    private static ProcessHandle parentOf(ProcessHandle process) {
        return process.parent().orElse(null);
    }
}
