package workshop.corpus;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@link Worker} seen from the process that has started it, for use by one thread. */
final class WorkerProcess implements AutoCloseable {

    private final Path folder;
    private Process process;
    private DataOutputStream requests;
    private DataInputStream verdicts;

    /** A worker that works in this folder, and so does each successor of it. */
    WorkerProcess(Path folder) {
        this.folder = folder;
    }

    /** Has the memo in this file judged by the tests of a stage, by those of all promises if none are given. */
    Verdict judge(Path source, String stage, List<String> promises) throws IOException {
        if (process == null) {
            start();
        }
        try {
            requests.writeInt(2 + promises.size());
            requests.writeUTF(source.toString());
            requests.writeUTF(stage);
            for (String promise : promises) {
                requests.writeUTF(promise);
            }
            requests.flush();
            Verdict verdict = Verdict.readFrom(verdicts);
            if (verdicts.readBoolean()) {
                close(); // callers that are left behind could disturb the next case
            }
            return verdict;
        } catch (EOFException ended) {
            close();
            return new Verdict("The worker died or was stopped by its hang guard.", 0, List.of(), 0);
        }
    }

    private void start() throws IOException {
        Path project = Files.createTempDirectory(folder, "worker");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m",
                        // The same number of threads on every machine, for the memos that use the common pool.
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
                        "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Worker.class.getName(), project.toString())
                .redirectError(project.resolve("printed.txt").toFile())
                .start();
        requests = new DataOutputStream(process.getOutputStream());
        verdicts = new DataInputStream(process.getInputStream());
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
            process = null;
        }
    }
}
