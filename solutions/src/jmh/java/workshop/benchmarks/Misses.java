package workshop.benchmarks;

import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One caller asks for keys that nobody has asked for, in nanoseconds each. The fetch takes no time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Misses {

    private static final int MISSES = 10_000;

    @Param
    public Contender contender;

    private final Integer[] keys = IntStream.range(0, MISSES).boxed().toArray(Integer[]::new);
    private Memoizer<Integer, String> memo;

    @Setup(Level.Invocation)
    public void empty() {
        memo = contender.make(key -> "page");
    }

    @Benchmark
    @OperationsPerInvocation(MISSES)
    public void get(Blackhole blackhole) throws Exception {
        for (Integer key : keys) {
            blackhole.consume(memo.get(key));
        }
    }
}
