package workshop.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Brings the page with the results up to date: what is between its two markers, and its charts. */
final class Page {

    static final String NAME = "benchmarks.md";

    private static final String BEGIN = "<!-- measured: what follows is written by workshop.benchmarks.Benchmarks -->";
    private static final String END = "<!-- measured: end -->";

    private final Map<String, Results> results;
    private final int rounds;
    private final List<String> lines = new ArrayList<>();

    Page(Map<String, Results> results, int rounds) {
        this.results = results;
        this.rounds = rounds;
    }

    void write(Path folder) throws IOException {
        Path page = folder.resolve(NAME);
        List<String> before = Files.readAllLines(page);
        if (!before.contains(BEGIN) || !before.contains(END)) {
            throw new IllegalStateException(page + " has lost the line \"" + BEGIN + "\" or \"" + END + "\".");
        }
        lines.addAll(before.subList(0, before.indexOf(BEGIN) + 1));
        measured();
        lines.addAll(before.subList(before.indexOf(END), before.size()));
        Files.writeString(folder.resolve("benchmarks-hits.svg"), hitsChart());
        Files.writeString(folder.resolve("benchmarks-zipf.svg"), zipfChart());
        Files.write(page, lines);
        System.out.println("The results are in " + page.toAbsolutePath().normalize());
    }

    private void measured() {
        add("", "Measured on " + machine() + ", with " + jdk() + ".",
                "Number of rounds: " + rounds + ". What follows a ± is half of the 95 % confidence interval.", "");
        fastVariant();
        hits();
        fetching();
        memory();
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }

    private static String machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system.getAvailableProcessors() + " processors (" + processor() + "), " + system.getName() + " "
                + system.getVersion() + " on " + system.getArch();
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo"); // Linux; elsewhere the architecture has to do
        try (Stream<String> about = Files.exists(info) ? Files.lines(info) : Stream.empty()) {
            return about.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceAll(".*: ", ""))
                    .findFirst()
                    .orElse("of an unknown kind");
        } catch (IOException e) {
            return "of an unknown kind";
        }
    }

    private static String jdk() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    private Results results(String name) {
        return results.get(name);
    }

    private void fastVariant() {
        add("### What `FastMemo` must show", "", "| | measured | must be | is it? |", "|---|---:|---|---|");
        for (int threads : Benchmarks.THREADS) {
            Results hits = results("hits " + threads);
            for (Contender map : List.of(Contender.MAP_GET, Contender.GET_OR_PUT)) {
                must("hits by " + threads(threads) + ", compared with " + map.title,
                        hits.ratio(Contender.FAST, map), true, 0.95);
            }
            for (Contender other : List.of(Contender.GUAVA, Contender.CAFFEINE, Contender.CAFFEINE_BOUNDED)) {
                must("hits by " + threads(threads) + ", compared with " + other.title,
                        hits.ratio(Contender.FAST, other), true, 1);
            }
        }
        must("time of the zipf load, compared with the ideal",
                results("zipf").ratio(Contender.FAST, Contender.IDEAL), false, 1.05);
        Estimate fetches = results("zipf fetches").of(Contender.FAST);
        must("fetches per key of the zipf load",
                new Estimate(fetches.mean() / Zipf.keys(), fetches.error() / Zipf.keys()), false, 1);
        must("memory per entry, compared with " + Contender.CAFFEINE.title,
                results("memory").ratio(Contender.FAST, Contender.CAFFEINE), false, 1);
        add("");
    }

    private void must(String what, Estimate measured, boolean atLeast, double bound) {
        double error = Double.isNaN(measured.error()) ? 0 : measured.error();
        double margin = atLeast ? measured.mean() - bound : bound - measured.mean();
        String verdict = margin >= error ? "yes" : margin < -error ? "no" : "it may be: the error is too large to tell";
        add(String.format(Locale.ROOT, "| %s | %s | %s %s | %s |",
                what, measured, atLeast ? "at least" : "at most", bound, verdict));
    }

    private static String threads(int threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }

    private void hits() {
        add("### Hits: millions of answers from memory per second", "", "![Hits](benchmarks-hits.svg)", "");
        table(
                IntStream.of(Benchmarks.THREADS).mapToObj(threads -> "hits " + threads).toList(),
                IntStream.of(Benchmarks.THREADS).mapToObj(Page::threads).toList());
    }

    private void fetching() {
        add("### Fetching", "", "![The zipf load](benchmarks-zipf.svg)", "");
        List<String> columns = new ArrayList<>(List.of("misses", "stampede platform", "stampede platform fetches"));
        List<String> titles = new ArrayList<>(List.of("a miss, ns", "stampede, ms", "fetches"));
        if (results.containsKey("stampede virtual")) {
            columns.addAll(List.of("stampede virtual", "stampede virtual fetches"));
            titles.addAll(List.of("stampede of virtual threads, ms", "fetches"));
        }
        columns.addAll(List.of("zipf", "zipf fetches"));
        titles.addAll(List.of("zipf load, ms", "fetches of " + Zipf.keys() + " keys"));
        table(columns, titles);
    }

    private void memory() {
        add("### Memory: bytes per entry, beside the key and the value", "");
        table(List.of("memory"), List.of("bytes"));
    }

    private void table(List<String> columns, List<String> titles) {
        add("| | " + String.join(" | ", titles) + " |", "|---|" + "---:|".repeat(titles.size()));
        for (Contender contender : Contender.values()) {
            if (columns.stream().anyMatch(column -> results(column).has(contender))) {
                add("| " + contender.title + " | " + String.join(" | ", columns.stream()
                        .map(column -> results(column).has(contender) ? results(column).of(contender).toString() : "")
                        .toList()) + " |");
            }
        }
        add("");
    }

    private String hitsChart() {
        Map<String, Results> series = new LinkedHashMap<>();
        for (int threads : Benchmarks.THREADS) {
            series.put(threads(threads), results("hits " + threads));
        }
        return new Chart("Millions of answers from memory per second; more is better", series).svg();
    }

    private String zipfChart() {
        return new Chart("Milliseconds until the zipf load is done; less is better", Map.of("", results("zipf"))).svg();
    }
}
