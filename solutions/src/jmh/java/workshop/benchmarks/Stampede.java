package workshop.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Many callers ask for one key at the same time, in milliseconds until the last one has its answer. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Stampede extends Load {

    private static final List<int[]> CALLERS = Collections.nCopies(64, new int[] {1});

    /** Platform or virtual, where JDK 21 or newer has them. */
    @Param("platform")
    public String kind;

    @Setup
    public void start() throws ReflectiveOperationException {
        threads = kind.equals("platform")
                ? Executors.newFixedThreadPool(CALLERS.size())
                : (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Benchmark
    public void get(Counters counters) throws Exception {
        ask(CALLERS, counters);
    }
}
