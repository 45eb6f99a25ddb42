import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures how long people wait: for a starter project, for each run of its tests, and for the build of the kit; beside
 * the quickstart project of Maven, and beside what the JDK needs alone. Run it in the root of the kit, on a machine
 * that has nothing else to do: {@code java measure/FeedbackLoop.java}. It writes its figures into docs/feedback-loop.md.
 *
 * <p>Each round measures everything once, so that a ratio is taken between neighbours in time. The first round is not
 * counted: it fills the caches of the disk.
 */
final class FeedbackLoop {

    private static final boolean WINDOWS = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final String MVN = WINDOWS ? "mvn.cmd" : "mvn";
    private static final String QUICKSTART = "quickstart, one test: `mvn test`";
    private static final String MAKE_QUICKSTART = "quickstart: `archetype:generate`";
    private static final String BEGIN = "<!-- measured: what follows is written by measure/FeedbackLoop.java -->\n";
    private static final String END = "<!-- measured: end -->";

    private final Path root = Path.of("").toAbsolutePath();
    private final Path work = root.resolve("target/feedback-loop");
    private final Path page = root.resolve("docs/feedback-loop.md");
    private final Path red = work.resolve("red");
    private final Path green = work.resolve("green");
    private final Path quickstart = work.resolve("quickstart");
    private final String pom;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    private FeedbackLoop() throws IOException {
        if (!Files.exists(page)) {
            throw new IOException("start it in the root of the kit, with java measure/FeedbackLoop.java");
        }
        pom = Files.readString(root.resolve("pom.xml"));
    }

    /**
     * Measures.
     *
     * @param args the number of rounds that count, 7 if it is not given; and {@code kit} to measure its build, too
     */
    public static void main(String... args) throws InterruptedException {
        if (!String.join(" ", args).matches("([1-9]\\d?( kit)?)?")) {
            System.err.println("Give the number of rounds, 1 to 99, or nothing; and \"kit\" to measure it, too.");
            System.exit(2);
        }
        try {
            new FeedbackLoop().measure(args.length == 0 ? 7 : Integer.parseInt(args[0]), args.length == 2);
        } catch (IOException e) {
            System.err.println("Nothing is measured: " + e.getMessage());
            System.exit(1);
        }
    }

    private void measure(int rounds, boolean kit) throws IOException, InterruptedException {
        delete(work);
        Files.createDirectories(work);
        System.out.println("Getting ready (this needs a network, what is measured does not)");
        maven(root, "install", "-DskipTests");
        make(0);
        maven(quickstart, "test");
        maven(green, "test", plugin("dependency") + ":build-classpath", "-Dmdep.includeScope=test",
                "-Dmdep.outputFile=" + work.resolve("class-path"));
        maven(root, "-N", plugin("dependency") + ":copy", "-DoutputDirectory=" + work,
                "-Dartifact=org.junit.platform:junit-platform-console-standalone:" + property("junit.version"));
        for (int round = 0; round <= rounds; round++) {
            System.out.println(round == 0 ? "Warming up" : "Round " + round + " of " + rounds);
            make(round);
            test();
            if (round == 0) {
                seconds.clear();
            }
        }
        if (kit) {
            System.out.println("Building the kit");
            timed("the kit: `mvn verify`, once", () -> maven(root, "-o", "verify"));
        }
        String table = table(rounds) + (kit ? whatDominatesTheKit() : "");
        System.out.print(table);
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(page, text.substring(0, begin) + "\n" + table + "\n" + text.substring(text.indexOf(END)));
    }

    private void make(int round) throws IOException, InterruptedException {
        Path made = Files.createDirectories(work.resolve("round-" + round));
        timed(MAKE_QUICKSTART, () -> generate(made, "org.apache.maven.archetypes", "maven-archetype-quickstart", "1.5",
                "-DgroupId=workshop", "-DartifactId=quickstart"));
        timed("starter: `archetype:generate`", () -> starter(made, "-DartifactId=red"));
        starter(made, "-DartifactId=green", "-DstartAt=5");
        for (Path project : List.of(red, green, quickstart)) {
            if (!Files.exists(project)) {
                Files.move(made.resolve(project.getFileName()), project);
            }
        }
    }

    private void starter(Path folder, String... options) throws IOException, InterruptedException {
        String version = first("<version>([^<]+)");
        generate(folder, "io.github.memoworkshop", "memo-workshop-archetype", version, options);
    }

    private void generate(Path folder, String group, String artifact, String version, String... options)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(plugin("archetype") + ":generate", "-DarchetypeCatalog=local",
                "-DarchetypeGroupId=" + group, "-DarchetypeArtifactId=" + artifact, "-DarchetypeVersion=" + version));
        Collections.addAll(words, options);
        maven(folder, words.toArray(String[]::new));
    }

    private void test() throws IOException, InterruptedException {
        Path memo = Path.of("src/main/java/workshop/memo4/Memo.java");
        touch(quickstart.resolve("src/main/java/workshop/App.java"));
        timed(QUICKSTART, () -> maven(quickstart, "-o", "test"));
        touch(red.resolve(memo));
        timed("starter, all red: `mvn test`", () -> maven(red, "-o", "test", "-Dmaven.test.failure.ignore=true"));
        touch(green.resolve(memo));
        timed("starter, all green: `mvn test`", () -> maven(green, "-o", "test"));
        touch(green.resolve(memo));
        timed("starter, green, one stage: `mvn test -Dtest=Memo4Test`",
                () -> maven(green, "-o", "test", "-Dtest=Memo4Test"));
        String classPath = String.join(System.getProperty("path.separator"), green.resolve("target/classes").toString(),
                green.resolve("target/test-classes").toString(), Files.readString(work.resolve("class-path")).strip());
        timed("all green in a console launcher, as an IDE does it", () -> launch(classPath));
        timed("the floor: javac, then the console launcher", () -> {
            run(green, java("javac"), "-d", "target/classes", "-classpath", classPath, memo.toString());
            launch(classPath);
        });
    }

    private void launch(String classPath) throws IOException, InterruptedException {
        Path launcher = work.resolve("junit-platform-console-standalone-" + property("junit.version") + ".jar");
        List<String> command = new ArrayList<>(List.of(java("java")));
        Collections.addAll(command, property("quick.jvm").split(" "));
        Collections.addAll(command, "-jar", launcher.toString(), "execute", "--class-path", classPath,
                "--scan-class-path", "target/test-classes", "--details=none");
        run(green, command.toArray(String[]::new));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", WINDOWS ? tool + ".exe" : tool).toString();
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void timed(String what, Work work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        work.run();
        seconds.computeIfAbsent(what, absent -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
    }

    private void maven(Path folder, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(MVN, "-B", "-ntp"));
        Collections.addAll(command, args);
        run(folder, command.toArray(String[]::new));
    }

    private void run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = work.resolve("log");
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " failed; see the end of " + log);
        }
    }

    private String table(int rounds) {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, """
                JDK %s, %s, %d processors. Medians of %d rounds; in brackets the least and the most.

                | what | seconds | times quickstart, in the same round |
                |---|---:|---:|
                """, Runtime.version(), System.getProperty("os.name"), Runtime.getRuntime().availableProcessors(),
                rounds));
        seconds.forEach((what, all) -> {
            boolean isMaking = what.contains("archetype");
            List<Double> base = seconds.get(isMaking ? MAKE_QUICKSTART : QUICKSTART);
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < all.size() && all.size() == base.size(); i++) {
                ratios.add(all.get(i) / base.get(i));
            }
            table.append("| ").append(what).append(" | ").append(spread(all)).append(" | ").append(spread(ratios))
                    .append(" |\n");
        });
        return table.toString();
    }

    /** The modules, and the slowest test classes, as Maven has told of them at the end of the log. */
    private String whatDominatesTheKit() throws IOException {
        String log = Files.readString(work.resolve("log"));
        String build = log.substring(log.lastIndexOf("Reactor Build Order"));
        StringBuilder table = new StringBuilder("\n| what dominates `mvn verify` of the kit | seconds |\n|---|---:|\n");
        Matcher module = Pattern.compile("Memo workshop: (\\w+) \\.+ SUCCESS \\[ *(.*?) s]").matcher(build);
        while (module.find()) {
            table.append("| module `").append(module.group(1)).append("` | ").append(module.group(2)).append(" |\n");
        }
        Pattern.compile("Time elapsed: ([\\d.]+) s -- in ([\\w.]+)").matcher(build).results()
                .sorted(Comparator.comparing((MatchResult test) -> -Double.parseDouble(test.group(1))))
                .limit(8)
                .forEach(test -> table.append("| of that, `").append(test.group(2).replaceAll(".*\\.", ""))
                        .append("` | ").append(test.group(1)).append(" |\n"));
        return table.toString();
    }

    private static String spread(List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", sorted.get(sorted.size() / 2), sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    private String plugin(String name) {
        return "org.apache.maven.plugins:maven-" + name + "-plugin:" + property("maven-" + name + "-plugin.version");
    }

    private String property(String name) {
        return first("<" + Pattern.quote(name) + ">([^<]+)");
    }

    private String first(String regex) {
        Matcher found = Pattern.compile(regex).matcher(pom);
        if (!found.find()) {
            throw new IllegalStateException("The root pom has no " + regex);
        }
        return found.group(1);
    }
}
