package workshop.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;

/**
 * A load as the web has it: the k-th most popular of {@link Contender#KEYS} keys is asked for with a probability in
 * proportion to 1/k, by {@value #CALLERS} callers. In milliseconds until the last caller has its last answer.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Zipf extends Load {

    private static final int CALLERS = 16;
    private static final int REQUESTS_EACH = 250;

    private static final List<int[]> REQUESTS = requests();

    private static List<int[]> requests() {
        double[] upTo = new double[Contender.KEYS];
        for (int key = 0; key < upTo.length; key++) {
            upTo[key] = (key == 0 ? 0 : upTo[key - 1]) + 1.0 / (key + 1);
        }
        Random random = new Random(1); // the same load for everyone
        return IntStream.range(0, CALLERS)
                .mapToObj(caller -> random.doubles(REQUESTS_EACH, 0, upTo[upTo.length - 1])
                        .mapToInt(point -> Math.abs(Arrays.binarySearch(upTo, point) + 1))
                        .toArray())
                .toList();
    }

    /** How many keys are asked for, which is how many fetches there must be. */
    static int keys() {
        return (int) REQUESTS.stream().flatMapToInt(Arrays::stream).distinct().count();
    }

    @Setup
    public void start() {
        threads = Executors.newFixedThreadPool(CALLERS);
    }

    @Benchmark
    public void get(Counters counters) throws Exception {
        ask(REQUESTS, counters);
    }
}
