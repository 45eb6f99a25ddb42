package workshop.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures everything in rounds and renders it.
 *
 * <p>Each round measures each contender once in each benchmark, in a JVM of its own. So contenders that are compared
 * meet the same moods of the machine, and a ratio is taken within a round.
 */
public final class Benchmarks {

    /** How many threads ask for hits: one, two, and more than there are processors. */
    static final int[] THREADS = {1, 2, 4 * Runtime.getRuntime().availableProcessors()};

    private static final int SHOTS = 5;

    private final int millis;
    private final Map<String, Results> results = new TreeMap<>();

    private Benchmarks(int millis) {
        this.millis = millis;
    }

    /**
     * Measures.
     *
     * @param args the number of rounds, the milliseconds of each measurement of throughput, and the folder of the page
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3 || !args[0].matches("[1-9]\\d?") || !args[1].matches("[1-9]\\d{0,5}")) {
            System.err.println("Give the number of rounds (1 to 99), the milliseconds of a measurement, and a folder.");
            System.exit(2);
        }
        int rounds = Integer.parseInt(args[0]);
        Path folder = Path.of(args[2]);
        if (!Files.isRegularFile(folder.resolve(Page.NAME))) {
            System.err.println("There is no " + Page.NAME + " in " + folder + " to be brought up to date.");
            System.exit(2);
        }
        Benchmarks benchmarks = new Benchmarks(Integer.parseInt(args[1]));
        for (int round = 1; round <= rounds; round++) {
            System.out.printf("# Round %d of %d%n", round, rounds);
            benchmarks.round();
        }
        benchmarks.memory();
        new Page(benchmarks.results, rounds).write(folder);
    }

    private void round() throws RunnerException {
        for (int threads : THREADS) {
            run("hits " + threads, options(Hits.class, Contender.IDEAL).threads(threads));
        }
        run("misses", options(Misses.class, Contender.MAP_GET, Contender.IDEAL));
        run("stampede platform", options(Stampede.class, Contender.MAP_GET));
        if (Runtime.version().feature() >= 21) {
            run("stampede virtual", options(Stampede.class, Contender.MAP_GET).param("kind", "virtual"));
        }
        run("zipf", options(Zipf.class, Contender.MAP_GET));
    }

    private ChainedOptionsBuilder options(Class<?> benchmark, Contender... without) {
        String[] contenders = Stream.of(Contender.values())
                .filter(contender -> !Stream.of(without).toList().contains(contender))
                .map(Contender::name)
                .toArray(String[]::new);
        boolean isThroughput = benchmark == Hits.class;
        TimeValue time = TimeValue.milliseconds(millis);
        return new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .param("contender", contenders)
                .forks(1)
                .warmupIterations(isThroughput ? 2 : SHOTS)
                .warmupTime(time)
                .measurementIterations(isThroughput ? 2 : SHOTS)
                .measurementTime(time)
                .shouldFailOnError(true);
    }

    private void run(String name, ChainedOptionsBuilder options) throws RunnerException {
        for (RunResult run : new Runner(options.build()).run()) {
            Contender contender = Contender.valueOf(run.getParams().getParam("contender"));
            results(name).add(contender, run.getPrimaryResult().getScore());
            if (run.getSecondaryResults().containsKey("fetches")) {
                double fetches = run.getSecondaryResults().get("fetches").getScore();
                results(name + " fetches").add(contender, fetches / SHOTS); // JMH adds the shots up
            }
        }
    }

    private void memory() throws Exception {
        for (Contender contender : Contender.values()) {
            if (contender != Contender.MAP_GET && contender != Contender.IDEAL) {
                results("memory").add(contender, Memory.bytesPerEntry(contender));
            }
        }
    }

    private Results results(String name) {
        return results.computeIfAbsent(name, absent -> new Results());
    }
}
