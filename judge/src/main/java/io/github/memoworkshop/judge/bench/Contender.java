package io.github.memoworkshop.judge.bench;

import static java.util.stream.Collectors.joining;

import io.github.memoworkshop.judge.bench.Answer.Kind;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import workshop.promises.Promise;

/** The memo of one stage: compiled and screened when it is made, then held against tests. For use by one thread. */
final class Contender {

    private static final int MOST_ERRORS = 3;

    private static final Launcher LAUNCHER = LauncherFactory.create(LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .build());

    private final Set<String> classes;
    private final Class<?> tests;
    private final String trouble;

    private Contender(Set<String> classes, Class<?> tests, String trouble) {
        this.classes = classes;
        this.tests = tests;
        this.trouble = trouble;
    }

    /** The memo of a stage of the project in this folder. */
    static Contender of(Path project, int stage, AllowList allowed) {
        try {
            Path compiled = Files.createDirectories(project.resolve("target/memo" + stage).toAbsolutePath());
            String errors = compile(project.resolve(BenchMain.SOURCES), stage, compiled);
            if (!errors.isEmpty()) {
                return new Contender(Set.of(), null, "It does not compile:\n" + errors);
            }
            Map<String, byte[]> classFiles = classFiles(compiled);
            List<String> objections = new Screen(allowed, classFiles).objections();
            if (!objections.isEmpty()) {
                return new Contender(Set.of(), null, objections.stream().limit(MOST_ERRORS).collect(joining("\n")));
            }
            SubmissionLoader loader = new SubmissionLoader(compiled);
            String misfit = misfit(Class.forName("workshop.memo" + stage + ".Memo", false, loader));
            Class<?> tests = loader.loadClass("workshop.memo" + stage + ".Memo" + stage + "Test");
            return new Contender(classFiles.keySet(), tests, misfit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException | LinkageError e) {
            return new Contender(Set.of(), null, "It cannot be loaded: " + e);
        }
    }

    private static String compile(Path sources, int stage, Path compiled) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(errors, null, StandardCharsets.UTF_8)) {
            Path memo = sources.resolve("workshop/memo" + stage + "/Memo.java");
            boolean done = javac.getTask(Writer.nullWriter(), files, errors,
                            List.of("-proc:none", "-nowarn", "-g", "-implicit:class", "-encoding", "UTF-8",
                                    "-cp", ClassPath.of(Memoizer.class).toString(),
                                    "-sourcepath", sources.toString(), "-d", compiled.toString()),
                            null, files.getJavaFileObjects(memo))
                    .call();
            String said = errors.getDiagnostics().stream()
                    .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
                    .limit(MOST_ERRORS)
                    .map(it -> where(it) + it.getMessage(Locale.ENGLISH).strip())
                    .collect(joining("\n"));
            return done ? "" : said.isEmpty() ? "The compiler gives up." : said;
        } catch (StackOverflowError | RuntimeException e) { // javac is not prepared for everything
            return "The compiler gives up with " + e.getClass().getSimpleName() + ".";
        }
    }

    private static String where(Diagnostic<? extends JavaFileObject> error) {
        if (error.getSource() == null) {
            return "";
        }
        return Path.of(error.getSource().getName()).getFileName() + ":" + error.getLineNumber() + "  ";
    }

    private static Map<String, byte[]> classFiles(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                files.put(path.replaceFirst("\\.class$", "").replace('/', '.'), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** What keeps a class from being a memo, or an empty text. */
    private static String misfit(Class<?> memo) {
        if (!Memoizer.class.isAssignableFrom(memo)) {
            return "Memo does not implement Memoizer<K, V>.";
        }
        boolean canBeMade = Stream.of(memo.getConstructors())
                .anyMatch(constructor -> List.of(constructor.getParameterTypes()).equals(List.of(Fetch.class)));
        return canBeMade ? "" : "Memo has no constructor public Memo(Fetch<K, V> fetch).";
    }

    /** Why it cannot be held against tests, or an empty text. */
    String trouble() {
        return trouble;
    }

    /** The names of the classes of the submission that the memo consists of. */
    Set<String> classes() {
        return classes;
    }

    /** Holds the memo against one test. */
    Answer hold(String test) {
        if (!trouble.isEmpty()) {
            return new Answer(Kind.NO_VERDICT, trouble);
        }
        Method method = Stream.of(tests.getMethods())
                .filter(it -> it.getName().equals(test))
                .findFirst()
                .orElseThrow();
        Outcome outcome = new Outcome();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(tests.getClassLoader());
        try {
            LAUNCHER.execute(LauncherDiscoveryRequestBuilder.request()
                    .enableImplicitConfigurationParameters(false) // those are for the learner's own page of pictures
                    .configurationParameter("memotest.publish", "true")
                    .selectors(DiscoverySelectors.selectMethod(tests, method))
                    .build(), outcome);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        if (outcome.results.isEmpty()) {
            return new Answer(Kind.NO_VERDICT, "The test was not run.");
        }
        return outcome.results.stream()
                .map(this::answer)
                .filter(answer -> answer.kind() != Kind.PASSED)
                .map(answer -> new Answer(answer.kind(), answer.text(), outcome.picture))
                .findFirst()
                .orElse(new Answer(Kind.PASSED, ""));
    }

    private Answer answer(TestExecutionResult result) {
        Throwable thrown = result.getThrowable().orElse(null);
        if (result.getStatus() == Status.SUCCESSFUL) {
            return new Answer(Kind.PASSED, "");
        }
        if (result.getStatus() == Status.FAILED && thrown instanceof AssertionError) {
            return new Answer(Kind.FAILED, String.valueOf(thrown.getMessage()));
        }
        // A test says what is wrong with a memo in an AssertionError. All else is the memo's if it comes from there.
        Kind kind = thrown != null && comesFromMemo(thrown) ? Kind.FAILED : Kind.NO_VERDICT;
        return new Answer(kind, "The test ended with " + thrown);
    }

    private boolean comesFromMemo(Throwable thrown) {
        return Stream.iterate(thrown, it -> it != null, Throwable::getCause)
                .limit(10)
                .flatMap(it -> Stream.of(it.getStackTrace()))
                .anyMatch(frame -> classes.contains(frame.getClassName()));
    }

    /** Collects what JUnit reports. */
    private static final class Outcome implements TestExecutionListener {

        private final List<TestExecutionResult> results = new ArrayList<>();
        private String picture = "";

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            picture = entry.getKeyValuePairs().getOrDefault("picture", picture);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
                results.add(result);
            }
        }
    }

    /** Loads the memo and a copy of the tests that use it; everything else comes from the judge's own loader. */
    private static final class SubmissionLoader extends URLClassLoader {

        SubmissionLoader(Path compiled) throws MalformedURLException {
            // The tests come first: they cannot be replaced by classes of the same name.
            super(new URL[] {ClassPath.of(Promise.class).toUri().toURL(), compiled.toUri().toURL()},
                    Contender.class.getClassLoader());
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
