package io.github.memoworkshop.judge.bench;

import io.github.memoworkshop.judge.bench.Answer.Kind;
import io.github.memoworkshop.judge.submission.Folders;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * The process on the bench: compiles, screens and tests the submission in its working folder, as it is told on its
 * standard input, until that ends.
 */
final class BenchMain {

    static final String SOURCES = "src/main/java"; // as in a project, so that the messages can show the source
    static final int TOO_MANY_THREADS = 70;
    static final int OUT_OF_MEMORY = 71;

    static final int MOST_PICTURE = 200_000; // bytes

    private static final int MOST_TEXT = 8_000;

    private record Request(int stage, String test) {}

    private BenchMain() {}

    /** Answers requests until the standard input ends. */
    public static void main(String[] args) throws Exception {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere); // a memo may print
        System.setErr(nowhere);

        String secret = in.readUTF();
        int threads = in.readInt();
        List<String> alsoAllowed = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            alsoAllowed.add(in.readUTF());
        }
        AllowList allowed = AllowList.with(alsoAllowed);
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        startDaemon("requests", () -> read(in, requests));
        startDaemon("thread limit", () -> limitThreads(threads));

        try {
            answer(requests, allowed, secret, out);
        } catch (OutOfMemoryError e) { // a test of the promises runs out of memory on purpose, but catches it
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        } catch (Throwable e) {
            Runtime.getRuntime().halt(1); // for there may be threads that never end
        }
    }

    private static void answer(
            BlockingQueue<Request> requests, AllowList allowed, String secret, DataOutputStream out)
            throws IOException, InterruptedException {
        Map<Integer, Contender> contenders = new HashMap<>();
        while (true) {
            Request request = requests.take();
            Contender contender = contenders.computeIfAbsent(
                    request.stage, stage -> Contender.of(Path.of(""), stage, allowed));
            Answer answer = contender.hold(request.test);
            String text = answer.text();
            byte[] picture = answer.picture().getBytes(StandardCharsets.UTF_8);
            int length = picture.length <= MOST_PICTURE ? picture.length : 0;
            out.writeUTF(secret);
            out.writeByte(answer.kind().ordinal());
            out.writeUTF(text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + " ...");
            out.writeInt(length);
            out.write(picture, 0, length);
            out.writeBoolean(answer.kind() != Kind.PASSED && isAnyoneLeftIn(contender.classes()));
            out.flush();
        }
    }

    private static void read(DataInputStream in, BlockingQueue<Request> requests) {
        try {
            while (true) {
                requests.add(new Request(in.readInt(), in.readUTF()));
            }
        } catch (IOException judgeIsGone) {
            try {
                Folders.delete(Path.of("").toAbsolutePath()); // or nobody would, if the judge was killed
            } catch (IOException e) {
                // it stays, then
            } finally {
                Runtime.getRuntime().halt(0); // there may be threads that never end
            }
        }
    }

    private static void limitThreads(int most) {
        while (true) {
            if (Thread.activeCount() > most) {
                Runtime.getRuntime().halt(TOO_MANY_THREADS);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean isAnyoneLeftIn(Set<String> classes) {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> classes.contains(frame.getClassName()));
    }

    private static void startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }
}
