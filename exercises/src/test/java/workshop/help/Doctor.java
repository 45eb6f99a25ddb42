package workshop.help;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Looks at all that the workshop needs of this machine, and says of each thing whether it is well and what to do if
 * it is not. Run it in the folder of the project: {@code java src/test/java/workshop/help/Doctor.java}.
 *
 * <p>It exits with status 1 if something is bad. What it prints can be sent to the instructor: of the options and
 * proxies that are set only the names are shown, and the user's home is shown as {@code ~}. It changes nothing but
 * {@code target/doctor}. One thread runs it.
 */
public final class Doctor {

    private static final int JAVA = 17;
    private static final Pattern MAVEN = Pattern.compile("Apache Maven (\\S+)(?s:.*?)Java version: (([0-9]+)[^,\\s]*)");
    private static final Pattern REPOSITORY = Pattern.compile("Using local repository at (.+)");
    private static final Pattern MISSING = Pattern.compile("offline mode and the artifact (\\S+) has not been");
    private static final Pattern ERROR = Pattern.compile("\\[ERROR] (?!COMPILATION ERROR)(.+)");
    /** What javac says of a line, to the last of the lines in which it says it. */
    private static final Pattern COMPILE_ERROR =
            Pattern.compile("\\[ERROR] (\\S.*\\.java):\\[(\\d+),\\d+] (.+(?:\\R +.+)*)");
    /** Options that change what is built, what is run, or the classes themselves. */
    private static final Pattern HARMFUL = Pattern.compile("-(javaagent|agent|Xbootclasspath|Xint|Xmx\\d{1,2}m)"
            + "|-D(skipTests|maven\\.test\\.skip|test|groups|excludedGroups|file\\.encoding|memotest)");

    private final Path project;
    private final UnaryOperator<String> env;
    private final PrintStream out;
    private int bad;
    private int warnings;

    private Doctor(Path project, UnaryOperator<String> env, PrintStream out) {
        this.project = project.toAbsolutePath();
        this.env = env;
        this.out = out;
    }

    /**
     * Runs all checks.
     *
     * @param args none
     * @throws InterruptedException when it is interrupted
     */
    public static void main(String... args) throws InterruptedException {
        int status = run(Path.of(""), System::getenv, System.out);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs all checks on a project, with the variables of an environment, and returns the exit status. */
    static int run(Path project, UnaryOperator<String> env, PrintStream out) throws InterruptedException {
        return new Doctor(project, env, out).run();
    }

    private int run() throws InterruptedException {
        out.println("The doctor of the memo workshop, " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
        jdk();
        if (project()) {
            folder();
            encoding();
            machine();
            clock();
            options();
            ide();
            loopback();
            network();
            if (writeAccess()) {
                maven();
            }
        }
        out.println(bad + " bad, " + warnings + " to look at.");
        if (bad + warnings > 0) {
            out.println("Do what the arrows say. If that does not help, send all of this to your instructor.");
        }
        return bad > 0 ? 1 : 0;
    }

    private void jdk() {
        String seen = System.getProperty("java.version") + " of " + System.getProperty("java.vendor") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
        String home = env.apply("JAVA_HOME");
        if (Runtime.version().feature() < JAVA) {
            bad("JDK", seen, "Install a JDK of version " + JAVA + " or newer, and let JAVA_HOME point to it.");
        } else if (ToolProvider.getSystemJavaCompiler() == null) {
            bad("JDK", seen + ", without a compiler", "Install a JDK; this is only a JRE.");
        } else if (home != null && !sameFile(home, System.getProperty("java.home"))) {
            warn("JDK", seen + "; but JAVA_HOME is " + home,
                    "Maven uses JAVA_HOME. Let it point to the same JDK, unless you mean it to be another one.");
        } else {
            ok("JDK", seen);
        }
    }

    private boolean project() {
        for (String name : List.of("pom.xml", "src/main/java/workshop", "src/test/java/workshop", ".workshop")) {
            if (!Files.exists(project.resolve(name))) {
                bad("project", project + " has no " + name,
                        "Start the doctor in the folder of your project, where pom.xml is. If " + name
                                + " was deleted, generate a new project and copy it from there.");
                return false;
            }
        }
        ok("project", project.toString());
        return true;
    }

    private void folder() {
        String path = project.toString();
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        if (path.indexOf('\uFFFD') >= 0 || !names.newEncoder().canEncode(path)) {
            bad("folder", "its name has letters that " + names + " does not have",
                    "Move the project to a folder with plain letters, or set the environment variable LC_ALL=C.UTF-8.");
        } else if (path.matches(".*[!;%].*")) {
            warn("folder", "its name has one of ! ; %", "Some tools stumble over these. Move the project if one does.");
        } else if (windows() && path.length() > 120) {
            warn("folder", "its name has " + path.length() + " characters, and Windows often allows 260 for a file",
                    "Move the project up, for example to C:\\workshop.");
        } else if (Pattern.compile("OneDrive|Dropbox|Google Drive|Mobile Documents|iCloud").matcher(path).find()) {
            warn("folder", "it is kept in step with a cloud",
                    "That makes builds slow and locks files. Move the project to another folder.");
        } else if (path.startsWith("\\\\") || path.matches("/mnt/[a-z]/.*") && env.apply("WSL_DISTRO_NAME") != null) {
            warn("folder", "it is on a network drive, or on the Windows side of WSL",
                    "That is slow. Move the project to a folder of this very system, such as your home.");
        } else {
            ok("folder", "nothing special about its name or place");
        }
    }

    private void encoding() {
        String seen = "files " + Charset.defaultCharset() + ", native " + System.getProperty("native.encoding")
                + ", output " + System.getProperty("stdout.encoding", "not known");
        if (Charset.defaultCharset().equals(StandardCharsets.UTF_8)) {
            ok("encoding", seen);
        } else {
            warn("encoding", seen, "The workshop does not mind, but set your editor to UTF-8.");
        }
    }

    private void machine() {
        int cores = Runtime.getRuntime().availableProcessors();
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        long disk = project.toFile().getUsableSpace() >> 20;
        String seen = cores + (cores == 1 ? " core, " : " cores, ") + heap + " MB heap, " + disk + " MB free on disk";
        if (heap < 200 || disk < 200) {
            warn("machine", seen, "Close other programs, or make space.");
        } else {
            ok("machine", seen); // one core is enough: no test is decided by the clock
        }
    }

    private void clock() throws InterruptedException {
        long start = System.nanoTime();
        Thread.sleep(1);
        String seen = "a sleep of 1 ms takes " + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start) / 1000.0
                + " ms";
        try (Stream<Path> files = Stream.concat(
                Stream.of(project.resolve("pom.xml")), Files.walk(project.resolve("src")))) {
            Instant aMinuteOn = Instant.now().plus(Duration.ofMinutes(1));
            List<Path> future = files
                    .filter(file -> Instant.ofEpochMilli(file.toFile().lastModified()).isAfter(aMinuteOn))
                    .collect(Collectors.toList());
            if (future.isEmpty()) {
                ok("clock", seen);
            } else {
                bad("clock", project.relativize(future.get(0)) + " is from the future", "Set the clock and the time"
                        + " zone; if they are right, save the file again. Maven does not see changes of such files.");
            }
        } catch (IOException e) {
            bad("clock", "the files of the project cannot be read: " + e, "See who may read them.");
        }
    }

    private void options() {
        String set = Stream.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "MAVEN_OPTS", "MAVEN_ARGS")
                .filter(name -> env.apply(name) != null && !env.apply(name).isBlank())
                .map(name -> name + " with " + optionNames(env.apply(name)))
                .collect(Collectors.joining("; "));
        if (set.isEmpty()) {
            ok("options", "no options for Java or Maven in the environment");
        } else if (HARMFUL.matcher(set).find()) {
            warn("options", set, "If something is strange, clear these variables and try again.");
        } else {
            ok("options", set);
        }
    }

    /** What is set, without its value, which may be a secret. */
    private static String optionNames(String options) {
        return Stream.of(options.trim().split("\\s+"))
                .filter(option -> option.startsWith("-"))
                .map(option -> option.replaceFirst("[=:].*", ""))
                .collect(Collectors.joining(" "));
    }

    private void ide() {
        String idea = read(".idea/misc.xml");
        String eclipse = read(".project");
        Matcher level = Pattern.compile("languageLevel=\"JDK_(?:1_)?([0-9]+)|compiler\\.compliance=(?:1\\.)?([0-9]+)")
                .matcher(idea + read(".settings/org.eclipse.jdt.core.prefs"));
        if (level.find() && Integer.parseInt(level.group(1) == null ? level.group(2) : level.group(1)) < JAVA) {
            warn("IDE", "its language level is below " + JAVA, "Let it load the Maven project again, and set the"
                    + " project's JDK to " + JAVA + " or newer.");
        } else if (!idea.isEmpty() && !idea.contains("MavenProjectsManager")) {
            warn("IDE", "IntelliJ IDEA does not know that this is a Maven project",
                    "Right-click pom.xml and choose \"Add as Maven Project\".");
        } else if (!eclipse.isEmpty() && !eclipse.contains("maven2Nature")) {
            warn("IDE", "Eclipse does not know that this is a Maven project",
                    "Remove it there, and use Import, \"Existing Maven Projects\".");
        } else if (!anyIde(project) && project.getParent() != null && anyIde(project.getParent())) {
            warn("IDE", "it has the folder above open", "Open " + project.getFileName() + " itself in your IDE.");
        } else {
            ok("IDE", anyIde(project) ? "knows the project" : "has not opened the project yet");
        }
    }

    private static boolean anyIde(Path folder) {
        return Stream.of(".idea", ".project", ".vscode").anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    private void loopback() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(42);
            accepted.setSoTimeout(5_000);
            if (accepted.getInputStream().read() != 42) {
                throw new IOException("what came was not what was sent");
            }
            ok("loopback", loopback + " works");
        } catch (IOException e) {
            warn("loopback", loopback + " does not work: " + e,
                    "Only the demo needs it. A firewall or VPN program forbids it; allow it for Java.");
        }
    }

    private void network() {
        String proxies = Stream.of("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
                .filter(name -> env.apply(name) != null)
                .collect(Collectors.joining(", "));
        boolean settings = Files.exists(Path.of(System.getProperty("user.home"), ".m2", "settings.xml"));
        String seen = settings ? "Maven has settings in ~/.m2/settings.xml" : "Maven has no settings of its own";
        if (!proxies.isEmpty() && !settings) {
            warn("network", proxies + " is set, but " + seen, "Maven does not read these variables. If it cannot"
                    + " download, name the proxy in ~/.m2/settings.xml.");
        } else {
            ok("network", seen + (proxies.isEmpty() ? "" : "; " + proxies + " is set"));
        }
    }

    private boolean writeAccess() {
        try {
            Files.createDirectories(project.resolve("target/doctor"));
            for (String folder : List.of("target/doctor", ".workshop", "src/main/java/workshop")) {
                Files.delete(Files.createTempFile(project.resolve(folder), "doctor", null));
            }
            ok("write access", "to the project");
            return true;
        } catch (IOException e) {
            bad("write access", e.toString(), "Move the project to a folder of your own, and close what uses target.");
            return false;
        }
    }

    private void maven() throws InterruptedException {
        File mvn = findMaven();
        if (mvn == null) {
            warn("Maven", "there is no mvn on the PATH", "Install Maven 3.8.1 or newer, or use the Maven of your IDE."
                    + " Without it, the doctor cannot see whether the tests run.");
            return;
        }
        String version = execute(mvn, "-B", "-v");
        Matcher found = MAVEN.matcher(version);
        if (!found.find()) {
            bad("Maven", mvn + " does not start: " + version.strip(), "Install Maven 3.8.1 or newer, and let JAVA_HOME"
                    + " point to a JDK of version " + JAVA + " or newer.");
            return;
        }
        String seen = found.group(1) + " on Java " + found.group(2) + ", " + mvn;
        if (found.group(1).matches("[12]\\..*|3\\.[0-7]\\..*|3\\.8\\.0")) {
            bad("Maven", seen, "Install Maven 3.8.1 or newer.");
        } else if (Integer.parseInt(found.group(3)) < JAVA) {
            bad("Maven", seen, "Let JAVA_HOME point to a JDK of version " + JAVA + " or newer.");
        } else {
            String folders = project + System.getProperty("user.home");
            if (found.group(1).startsWith("4.0.0-rc") && !StandardCharsets.US_ASCII.newEncoder().canEncode(folders)) {
                warn("Maven", seen, "This Maven finds no local repository in a folder whose name has letters such as"
                        + " \u00fc. If the tests do not run, use Maven 3.9, or a folder with plain letters.");
            } else {
                ok("Maven", seen);
            }
            testsRun(mvn);
            codeCompiles(mvn);
        }
    }

    /** Compiles the learner's own code, elsewhere: one error in any stage stops the tests of all of them. */
    private void codeCompiles(File mvn) throws InterruptedException {
        String log;
        try {
            Path copy = project.resolve("target/doctor/own");
            deleteAll(copy);
            Files.createDirectories(copy);
            copy(project.resolve("pom.xml"), copy.resolve("pom.xml"));
            copy(project.resolve("src/main/java"), copy.resolve("src/main/java"));
            log = execute(mvn, "-B", "-o", "-X", "-f", "target/doctor/own/pom.xml", "compile");
        } catch (IOException e) {
            bad("your code", "it cannot be tried: " + e, "See who may read and write these files.");
            return;
        }
        Matcher error = COMPILE_ERROR.matcher(log);
        if (log.contains("BUILD SUCCESS")) {
            ok("your code", "compiles");
        } else if (error.find()) {
            String file = error.group(1).replace('\\', '/').replaceFirst(".*/target/doctor/own/", "");
            bad("your code", file + ":" + error.group(2) + "  " + error.group(3), "Mend this line: while one file does"
                    + " not compile, no test of any stage runs. Or put the file aside with the command reset, see"
                    + " README.md.");
        } else {
            warn("your code", "it could not be compiled here", "Look at the line \"tests\" first.");
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Runs the tests of stage 1 on its solution, offline: the one check that leaves nothing out. */
    private void testsRun(File mvn) throws InterruptedException {
        Path copy = project.resolve("target/doctor");
        Path report = copy.resolve("target/surefire-reports/TEST-workshop.memo1.Memo1Test.xml");
        String log;
        try {
            Files.deleteIfExists(report);
            for (String part : List.of("pom.xml", "src/test/java/workshop/promises", "src/test/java/workshop/memo1",
                    "src/test/resources")) {
                copy(project.resolve(part), copy.resolve(part));
            }
            copy(project.resolve(".workshop/solutions/memo1"), copy.resolve("src/main/java/workshop/memo1"));
            log = execute(mvn, "-B", "-o", "-X", "-f", "target/doctor/pom.xml", "test", "-Dtest=Memo1Test");
        } catch (IOException e) {
            bad("tests", "they cannot be tried: " + e, "Generate a new project and copy from it what is missing.");
            return;
        }
        Matcher repository = REPOSITORY.matcher(log);
        if (repository.find() && !Files.isWritable(Path.of(repository.group(1).strip()))) {
            warn("repository", "Maven may not write to " + repository.group(1).strip(),
                    "See who owns it, or give Maven another one with -Dmaven.repo.local=FOLDER.");
        }
        Matcher missing = MISSING.matcher(log);
        if (log.contains("BUILD SUCCESS") && Files.exists(report)) {
            ok("tests", "those of stage 1 are green on its solution, without a network");
            demoRuns(mvn);
        } else if (missing.find()) {
            bad("tests", "without a network, Maven lacks " + missing.group(1), "Run mvn test once while there is a"
                    + " network, or take the offline bundle from your instructor.");
        } else {
            bad("tests", "those of stage 1 are not green on its solution: " + firstError(log),
                    "Send target/doctor/mvn.log to your instructor as well.");
        }
    }

    /** Runs the demo with the solution that has just been compiled. */
    private void demoRuns(File mvn) throws InterruptedException {
        String log = execute(mvn, "-B", "-o", "-X", "-f", "target/doctor/pom.xml", "exec:java", "-Dexec.args=memo1");
        Matcher missing = MISSING.matcher(log);
        if (log.contains("BUILD SUCCESS")) {
            ok("demo", "runs with the solution of stage 1, without a network");
        } else if (missing.find()) {
            warn("demo", "without a network, Maven lacks " + missing.group(1), "The tests do without. Run the demo once"
                    + " while there is a network, or take the offline bundle from your instructor.");
        } else {
            warn("demo", "it does not run: " + firstError(log),
                    "The tests do without. Send target/doctor/mvn.log to your instructor.");
        }
    }

    private static String firstError(String log) {
        Matcher error = ERROR.matcher(log);
        return error.find() ? error.group(1) : "Maven gives no reason";
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.collect(Collectors.toList())) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** The mvn of the PATH, or the one of the offline bundle; null if there is none. */
    private File findMaven() {
        String path = env.apply("PATH") + File.pathSeparator + project.resolveSibling("maven/bin");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .map(folder -> new File(folder.replace("\"", ""), windows() ? "mvn.cmd" : "mvn"))
                .filter(mvn -> mvn.isFile() && mvn.canExecute())
                .findFirst()
                .orElse(null);
    }

    private String execute(File mvn, String... args) throws InterruptedException {
        List<String> command = Stream.concat(Stream.of(mvn.toString()), Stream.of(args)).collect(Collectors.toList());
        File log = project.resolve("target/doctor/mvn.log").toFile();
        try {
            Process process = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return "[ERROR] Maven did not end within 3 minutes.";
            }
            return new String(Files.readAllBytes(log.toPath()), Charset.defaultCharset())
                    .replaceAll("\u001B\\[[0-9;]*m", "");
        } catch (IOException e) {
            return "[ERROR] " + e;
        }
    }

    private String read(String file) {
        try {
            return new String(Files.readAllBytes(project.resolve(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // there is no such file, or it does not tell
        }
    }

    private static boolean sameFile(String path, String other) {
        try {
            return new File(path).getCanonicalFile().equals(new File(other).getCanonicalFile());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean windows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private void ok(String what, String seen) {
        line("[ok]", what, seen);
    }

    private void warn(String what, String seen, String toDo) {
        warnings++;
        line("[warn]", what, seen);
        line("", "", "-> " + toDo);
    }

    private void bad(String what, String seen, String toDo) {
        bad++;
        line("[bad]", what, seen);
        line("", "", "-> " + toDo);
    }

    /** Prints without what is nobody's business: the user's name in the home folder, and passwords in addresses. */
    private void line(String mark, String what, String text) {
        String shown = text.replace(System.getProperty("user.home"), "~").replaceAll("//[^/@\\s]+@", "//");
        out.printf("%-6s %-13s %s%n", mark, what, shown.replaceAll("\\s*\\R\\s*", " "));
    }
}
