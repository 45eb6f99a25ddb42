package workshop.corpus;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import workshop.promises.Promise;

/**
 * A process that judges cases one after the other, as it is told on its standard input.
 *
 * <p>Why a process: a lab looks at all threads of the JVM, so only one test at a time can run in it. Why not one
 * for each case: most of the time would go into starting them. Only when callers of a memo are left behind does the
 * worker ask for a successor.
 */
final class Worker {

    private static final Duration HANG_GUARD = Duration.ofMinutes(5);

    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = // one for all, so that it need not open each jar again
            JAVAC.getStandardFileManager(null, null, StandardCharsets.UTF_8);

    private static final String CLASSES = "target/classes";

    /** The memos compiled so far, by their source and stage. */
    private static final Map<List<Object>, Path> PROJECTS = new HashMap<>();

    private Worker() {}

    /**
     * Judges cases until the standard input ends.
     *
     * @param args the folder to work in
     */
    public static void main(String[] args) throws Exception {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        System.setOut(System.err); // a memo may print
        Timer guard = new Timer("hang guard", true);
        for (int number = 1; true; number++) {
            List<String> request = new ArrayList<>();
            try {
                for (int left = in.readInt(); left > 0; left--) {
                    request.add(in.readUTF());
                }
            } catch (EOFException noMoreCases) {
                Runtime.getRuntime().halt(0); // there may be threads of a memo that never end
            }
            TimerTask halt = new TimerTask() {
                @Override
                public void run() {
                    Runtime.getRuntime().halt(1);
                }
            };
            guard.schedule(halt, HANG_GUARD.toMillis());
            Verdict verdict = judge(
                    Path.of(request.get(0)),
                    request.get(1),
                    request.subList(2, request.size()),
                    Path.of(args[0], "" + number));
            halt.cancel();
            verdict.writeTo(out);
            out.writeBoolean(callersAreLeftBehind());
            out.flush();
        }
    }

    /** Judges the memo in this source file by these tests of a stage, by all of them if no promises are given. */
    private static Verdict judge(Path source, String stage, List<String> promises, Path folder) throws Exception {
        long start = System.nanoTime();
        Path project = PROJECTS.get(List.of(source, stage));
        if (project == null) {
            String complaints = compile(source, stage, folder);
            if (!complaints.isEmpty()) {
                return new Verdict("It does not compile:\n" + complaints, 0, List.of(), 0);
            }
            project = folder;
            PROJECTS.put(List.of(source, stage), project);
        }
        Path classes = project.resolve(CLASSES);
        URL tests = Promise.class.getProtectionDomain().getCodeSource().getLocation();
        try (LearnersLoader loader = new LearnersLoader(classes.toUri().toURL(), tests)) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> testClass = loader.loadClass("workshop." + stage + "." + stage.replace("memo", "Memo") + "Test");
            DiscoverySelector[] selectors = Stream.of(testClass.getMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .filter(test -> promises.isEmpty() || promises.contains(test.getDeclaringClass().getSimpleName()))
                    .map(method -> selectMethod(testClass, method))
                    .toArray(DiscoverySelector[]::new);
            if (selectors.length == 0) {
                return new Verdict("The tests of " + stage + " know nothing of " + promises + ".", 0, List.of(), 0);
            }
            Events events = EngineTestKit.engine("junit-jupiter").selectors(selectors).execute().testEvents();
            return new Verdict("", (int) events.finished().count(),
                    events.failed().stream().map(Worker::failure).toList(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
        } finally {
            Thread.currentThread().setContextClassLoader(Worker.class.getClassLoader());
        }
    }

    /** Makes a project of a memo as a learner has it, so that the messages can show its source. */
    private static String compile(Path source, String stage, Path project) throws IOException {
        String code = Files.readString(source).replaceFirst("package workshop\\.memo\\d", "package workshop." + stage);
        Path memo = project.resolve("src/main/java/workshop/" + stage + "/Memo.java");
        Files.createDirectories(memo.getParent());
        Files.writeString(memo, code);
        Path classes = Files.createDirectories(project.resolve(CLASSES));
        StringWriter complaints = new StringWriter();
        List<String> options = List.of("-proc:none", "-nowarn", "-g",
                "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        boolean done = JAVAC.getTask(complaints, FILES, null, options, null, FILES.getJavaFileObjects(memo)).call();
        return done ? "" : "javac says: " + complaints;
    }

    private static Verdict.Failure failure(Event failed) {
        MethodSource method = (MethodSource) failed.getTestDescriptor().getSource().orElseThrow();
        Throwable thrown = failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
        return new Verdict.Failure(method.getJavaMethod().getDeclaringClass().getSimpleName(),
                method.getMethodName(), String.valueOf(thrown.getMessage()));
    }

    private static boolean callersAreLeftBehind() {
        return Thread.getAllStackTraces().values().stream().flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().startsWith("workshop.memo"));
    }

    /** Loads the memo and a copy of the tests that use it; everything else comes from the worker's own loader. */
    private static final class LearnersLoader extends URLClassLoader {

        LearnersLoader(URL... urls) {
            super(urls, Worker.class.getClassLoader());
        }

        /** The class files, too: the race detector reads them. */
        @Override
        public URL getResource(String name) {
            URL own = name.startsWith("workshop/") ? findResource(name) : null;
            return own == null ? super.getResource(name) : own;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("workshop.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
