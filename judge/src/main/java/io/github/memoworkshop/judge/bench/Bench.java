package io.github.memoworkshop.judge.bench;

import io.github.memoworkshop.judge.bench.Answer.Kind;
import io.github.memoworkshop.judge.submission.Folders;
import io.github.memoworkshop.judge.submission.Submission;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs tests on one submission in a process of its own, which it starts, watches and ends. Whatever the submission
 * does there, {@link #run} returns an answer within the limits.
 *
 * <p>The process is started anew when it has ended, and when a test left threads behind that would disturb the next
 * one. For use by one thread.
 */
public final class Bench implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1); // seldom: to look at processes takes time itself

    /** The environment that Windows and the names of files need. Whatever else there is, is nobody's business. */
    private static final Set<String> NEEDED = Set.of("SYSTEMROOT", "LANG", "LC_ALL", "LC_CTYPE");

    private static final int MOST_COMPLAINTS = 2_000;

    private final ClassPath classPath;
    private final List<String> alsoAllowed;
    private final Limits limits;
    private final Path folder;
    private Process process;
    private String secret;
    private DataOutputStream requests;
    private DataInputStream answers;
    private Complaints complaints;

    /**
     * Prepares a bench; nothing runs yet.
     *
     * @param alsoAllowed lines that are added to {@code allowed.txt}
     */
    public Bench(Submission submission, ClassPath classPath, List<String> alsoAllowed, Limits limits)
            throws IOException {
        this.classPath = classPath;
        this.alsoAllowed = alsoAllowed;
        this.limits = limits;
        folder = Files.createTempDirectory("memo-judge");
        for (Map.Entry<String, String> source : submission.sources().entrySet()) {
            Path file = folder.resolve(BenchMain.SOURCES).resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
    }

    /** The scratch folder, which is there until the bench is closed. */
    Path folder() {
        return folder;
    }

    /** Runs one test of a stage. */
    public Answer run(int stage, String test) throws IOException {
        if (process == null) {
            start();
        }
        try {
            requests.writeInt(stage);
            requests.writeUTF(test);
            requests.flush();
        } catch (IOException ended) {
            return unfinished(null);
        }
        Guard guard = new Guard(process, limits);
        guard.start();
        try {
            if (!answers.readUTF().equals(secret)) {
                return unfinished("It wrote to where the answers are.");
            }
            Kind kind = Kind.values()[answers.readByte()];
            Answer answer = new Answer(kind, answers.readUTF(), readPicture());
            if (answers.readBoolean()) {
                end(); // threads that are left behind could disturb the next test
            }
            return answer;
        } catch (IOException | RuntimeException ended) {
            return unfinished(guard.verdict);
        } finally {
            guard.interrupt();
        }
    }

    private String readPicture() throws IOException {
        byte[] picture = new byte[Objects.checkIndex(answers.readInt(), BenchMain.MOST_PICTURE + 1)];
        answers.readFully(picture);
        return new String(picture, StandardCharsets.UTF_8);
    }

    /** The answer of a process that gave none. */
    private Answer unfinished(String reason) throws IOException {
        Process ended = process;
        if (reason == null) {
            awaitEnd(); // so that its own exit code is seen, and not that of being ended
        }
        end();
        String said = complaints.shown();
        String why = reason != null ? reason : switch (ended.exitValue()) {
            case BenchMain.OUT_OF_MEMORY -> "It used more than " + limits.megabytes() + " MB of memory.";
            case BenchMain.TOO_MANY_THREADS -> "It had more than " + limits.threads() + " threads at a time.";
            default -> "Its process ended in the middle of the test, with exit code " + ended.exitValue() + "."
                    + (said.isEmpty() ? "" : "\n" + said);
        };
        return new Answer(Kind.NO_VERDICT, why);
    }

    /** Starts a process and tells it its secret, before anything of the submission is loaded there. */
    private void start() throws IOException {
        List<String> command = new ArrayList<>(Sandbox.PREFIX);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx" + limits.megabytes() + "m",
                "-XX:MaxMetaspaceSize=128m", "-XX:MaxDirectMemorySize=16m",
                // On JDK 17 the first thread that waits fixes the size of the common pool, before there is a lab. If it
                // is one thread, CompletableFuture makes a thread for each task, and a memo on that pool looks right.
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
                "-XX:+DisableAttachMechanism", "-XX:-UsePerfData", "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisplayVMOutputToStderr", "-Djava.io.tmpdir=" + folder, "-Dfile.encoding=UTF-8",
                // No agents, no Unsafe, no attaching: these modules are not there.
                "--limit-modules", "java.base,java.logging,java.management,jdk.compiler,jdk.zipfs",
                "-cp", classPath.toString(),
                BenchMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> !NEEDED.contains(name.toUpperCase(Locale.ROOT)));
        process = builder.start();
        complaints = new Complaints(process.getErrorStream());
        complaints.start();
        requests = new DataOutputStream(process.getOutputStream());
        answers = new DataInputStream(process.getInputStream());
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        secret = HexFormat.of().formatHex(random);
        try {
            requests.writeUTF(secret);
            requests.writeInt(limits.threads());
            requests.writeInt(alsoAllowed.size());
            for (String line : alsoAllowed) {
                requests.writeUTF(line);
            }
        } catch (IOException ended) {
            // The first request will find that out, too.
        }
    }

    private void awaitEnd() throws IOException {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        process = null;
    }

    @Override
    public void close() {
        if (process != null) {
            end();
        }
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a process that uses up its time, and tells why. */
    private static final class Guard extends Thread {

        private final Process process;
        private final Limits limits;
        private volatile String verdict;

        Guard(Process process, Limits limits) {
            super("hang guard");
            setDaemon(true);
            this.process = process;
            this.limits = limits;
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos()); // which most tests do not need
                Duration before = processorTime();
                while (verdict == null) {
                    TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
                    if (processorTime().minus(before).compareTo(limits.processor()) > 0) {
                        verdict = "It ran for " + limits.processor().toSeconds()
                                + " s on the processor, without an end in sight, in a single test.";
                    } else if (System.nanoTime() - start > limits.clock().toNanos()) {
                        verdict = "It did not end within " + limits.clock().toSeconds() + " s in a single test.";
                    }
                }
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            } catch (InterruptedException answered) {
                // the usual end
            }
        }

        private Duration processorTime() {
            return process.descendants()
                    .map(Guard::processorTime)
                    .reduce(processorTime(process.toHandle()), Duration::plus);
        }

        private static Duration processorTime(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /** Takes all that a process prints, so that it never has to wait, and keeps the beginning. */
    private static final class Complaints extends Thread {

        private final InputStream printed;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream(); // guarded by itself

        Complaints(InputStream printed) {
            super("what a submission prints");
            setDaemon(true);
            this.printed = printed;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int read = printed.read(buffer); read >= 0; read = printed.read(buffer)) {
                    kept.write(buffer, 0, Math.min(read, MOST_COMPLAINTS - kept.size()));
                }
            } catch (IOException ended) {
                // the process is gone
            }
        }

        String shown() {
            return kept.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
