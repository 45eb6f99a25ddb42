package io.github.memoworkshop.judge;

import io.github.memoworkshop.judge.bench.ClassPath;
import io.github.memoworkshop.judge.submission.Folders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a large class, generated from the right and wrong memos of the corpus, with every hostile submission among 300
 * of them, and checks all that the guide says of it: each verdict, the same report after three {@code kill -9}, and from
 * four shards. It takes minutes to hours, so it is no test of the build. With {@code --once}, only the verdicts are
 * checked; other arguments are passed on to the judge:
 *
 * <pre>{@code
 * mvn -q -f judge test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.github.memoworkshop.judge.Scale -Dexec.args=300
 * }</pre>
 */
final class Scale {

    private static final Path CORPUS = Path.of("solutions/src/test/corpus");
    private static final Path HOSTILE = Path.of("judge/src/test/hostile");
    private static final List<String> FILES = List.of("index.html", "results.json", "results.csv", "junit.xml");

    private final Path folder = Files.createTempDirectory("scale");
    private final Path submissions = Files.createDirectory(folder.resolve("submissions"));
    private final Map<String, Set<String>> broken = new TreeMap<>(); // what must be broken, by submission

    private final List<String> options;

    private Scale(List<String> options) throws IOException {
        this.options = options;
    }

    /** Runs it for this many memos of the corpus, in the kit's root folder. */
    public static void main(String[] args) throws Exception {
        List<String> options = new ArrayList<>(List.of(args).subList(1, args.length));
        boolean once = options.remove("--once");
        Scale scale = new Scale(options);
        try {
            scale.run(Integer.parseInt(args[0]), once);
        } finally {
            Folders.delete(scale.folder);
        }
    }

    private void run(int count, boolean once) throws Exception {
        generate(count);
        long start = System.nanoTime();
        Path report = folder.resolve("report");
        long peak = judge(report, Duration.ofDays(1), "--shard", "1/1");
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        int all = broken.size();
        System.out.printf("%d submissions in %d s: %.1f a minute, %.2f s each, peak memory of the judge %d MB, load %.1f%n",
                all, time.toSeconds(), 60_000.0 * all / time.toMillis(), time.toMillis() / 1000.0 / all, peak,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        checkVerdicts(report);
        if (once) {
            return;
        }

        Path killed = folder.resolve("killed");
        for (int kill = 1; kill <= 3; kill++) {
            judge(killed, time.dividedBy(5), "--shard", "1/1");
        }
        judge(killed, Duration.ofDays(1), "--shard", "1/1");
        compare(report, killed, "killed three times");

        List<String> merge = new ArrayList<>(List.of("merge", folder.resolve("merged").toString()));
        for (int shard = 1; shard <= 4; shard++) {
            Path part = folder.resolve("shard" + shard);
            judge(part, Duration.ofDays(1), "--shard", shard + "/4");
            merge.add(part.toString());
        }
        Main.run(System.out, System.err, merge.toArray(String[]::new));
        compare(report, folder.resolve("merged"), "four shards");
    }

    private void generate(int count) throws IOException {
        List<Path> corpus = memosIn(CORPUS);
        List<Path> hostile = memosIn(HOSTILE);
        for (int i = 0; i < count; i++) {
            add(corpus.get((int) ((long) i * 7919 % corpus.size()))); // spread over all of them, whatever the count is
            for (int next = i * hostile.size() / 300; next < (i + 1) * hostile.size() / 300; next++) {
                add(hostile.get(next % hostile.size()));
            }
        }
    }

    private static List<Path> memosIn(Path folder) throws IOException {
        List<Path> memos = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).sorted().toList()) {
                if (!Files.readString(file).matches("(?s).*import com\\.(google|github).*")) { // not in a starter project
                    memos.add(file);
                }
            }
        }
        return memos;
    }

    private void add(Path file) throws IOException {
        int number = broken.size();
        String code = Files.readString(file);
        String name = "%04d %s.java".formatted(number, file.getFileName().toString().replace(".java", ""));
        Files.writeString(submissions.resolve(name), code + "// number " + number + "\n"); // no two are the same
        String stage = file.getParent().getFileName().toString();
        broken.put(name, file.startsWith(HOSTILE) ? Set.of("hostile") : code.lines()
                .filter(line -> line.startsWith("// caught by: "))
                .flatMap(line -> Stream.of(line.substring("// caught by: ".length()).split(", ")))
                .map(promise -> stage + "." + promise)
                .collect(Collectors.toSet()));
    }

    /** Judges in a process of its own, kills it after this time, and returns its peak memory in MB. */
    private long judge(Path report, Duration killAfter, String... shard) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", ClassPath.ofThisProcess().toString(), Main.class.getName(),
                "class", submissions.toString(), report.toString()));
        command.addAll(options);
        command.addAll(List.of(shard));
        Process process = new ProcessBuilder(command).inheritIO().start();
        long peak = 0;
        long end = System.nanoTime() + killAfter.toNanos();
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            Path status = Path.of("/proc/" + process.pid() + "/status");
            if (Files.exists(status)) {
                peak = Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                        .findFirst()
                        .orElse(peak);
            }
            if (System.nanoTime() > end) {
                process.destroyForcibly().waitFor();
                System.out.println("killed");
            }
        }
        return peak;
    }

    private void checkVerdicts(Path report) throws IOException {
        int wrong = 0;
        for (Report.Learner learner : learners(report)) {
            Set<String> expected = broken.get(learner.name());
            Map<Verdict, Set<String>> cells = learner.cells().stream()
                    .filter(cell -> cell.verdict() != Verdict.NOT_WRITTEN)
                    .collect(Collectors.groupingBy(Cell::verdict, Collectors.mapping(Cell::key, Collectors.toSet())));
            Set<String> seen = cells.getOrDefault(Verdict.BROKEN, Set.of());
            boolean isAsExpected = expected.equals(Set.of("hostile"))
                    ? !cells.containsKey(Verdict.KEPT)
                    : !cells.containsKey(Verdict.NOT_JUDGED)
                            && (expected.isEmpty() ? seen.isEmpty() : seen.containsAll(expected));
            if (!isAsExpected) {
                wrong++;
                System.out.println("NOT AS EXPECTED " + learner.name() + ": expected " + expected + ", but " + cells);
            }
        }
        System.out.println(wrong + " verdicts are not as expected, of " + broken.size());
    }

    private static void compare(Path report, Path other, String how) throws IOException {
        for (String file : FILES) {
            boolean isSame = Files.mismatch(report.resolve(file), other.resolve(file)) < 0;
            System.out.println(how + ": " + file + (isSame ? " is the same" : " IS NOT THE SAME"));
        }
        Iterator<Report.Learner> others = learners(other).iterator();
        for (Report.Learner learner : learners(report)) {
            Iterator<Cell> cells = others.next().cells().iterator();
            for (Cell cell : learner.cells()) {
                Cell twin = cells.next();
                if (!cell.equals(twin)) {
                    boolean saysTheSame = cell.withPicture("").equals(twin.withPicture(""));
                    System.out.println(how + ": " + learner.name() + " differs in " + cell.key() + ": "
                            + (saysTheSame ? "picture" : cell.verdict() + " " + cell.test() + "\n" + cell.message()
                                    + "\n" + twin.verdict() + " " + twin.test() + "\n" + twin.message()));
                }
            }
        }
    }

    private static List<Report.Learner> learners(Path report) throws IOException {
        return Json.read(report.resolve("results.json"), Report.class).learners();
    }
}
