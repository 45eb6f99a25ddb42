package io.github.memoworkshop.judge.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the operating system can add to the limits of a process, where it can: on Linux, processes without a network,
 * that end with the one that started them, and that write no large files.
 */
final class Sandbox {

    /** What comes in front of the command of a process; empty where there is nothing to add. */
    static final List<String> PREFIX = Stream.of(
                    // A namespace of its own for processes: when the first one ends, the kernel ends the others.
                    List.of("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"),
                    List.of("prlimit", "--fsize=10000000", "--core=0"))
            .filter(Sandbox::works)
            .flatMap(List::stream)
            .toList();

    private Sandbox() {}

    private static boolean works(List<String> prefix) {
        try {
            Process probe = new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true")).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException notHere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
