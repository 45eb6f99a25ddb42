package workshop.benchmarks;

import io.github.memoworkshop.memotest.Memoizer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Asks for what is known, in millions of answers per second: {@link Contender#KEYS} keys in a random order. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Hits {

    private static final int ASKED = 1 << 12;

    @Param
    public Contender contender;

    private Memoizer<Integer, String> memo;
    private Integer[] asked;

    @Setup
    @SuppressWarnings({"deprecation", "removal"}) // new Integer: callers have keys of their own, not those in the map
    public void fill() throws Exception {
        memo = contender.make(key -> "page " + key);
        for (int key = 0; key < Contender.KEYS; key++) {
            memo.get(key);
        }
        System.gc(); // what was allocated while filling no longer keeps the entries apart
        asked = new Random(1).ints(ASKED, 0, Contender.KEYS).mapToObj(Integer::new).toArray(Integer[]::new);
    }

    /** Where a thread is in the list of what to ask for. */
    @State(Scope.Thread)
    public static class Place {
        int next;
    }

    @Benchmark
    public String get(Place place) throws Exception {
        return memo.get(asked[place.next++ & ASKED - 1]);
    }
}
