package workshop.benchmarks;

import io.github.memoworkshop.memotest.Memoizer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A new memo for each shot, many callers, and a fetch that takes a millisecond. */
@State(Scope.Benchmark)
public abstract class Load {

    @Param
    public Contender contender;

    /** The threads of the callers, made by the benchmark. */
    ExecutorService threads;

    private final AtomicInteger fetches = new AtomicInteger();
    private Memoizer<Integer, String> memo;

    /** What JMH reports beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        public int fetches;
    }

    @Setup(Level.Invocation)
    public void empty() {
        fetches.set(0);
        memo = contender.make(key -> {
            fetches.incrementAndGet();
            Thread.sleep(1);
            return "page";
        });
    }

    /** Lets each caller ask for its keys one after the other, all callers at once, and returns when all have ended. */
    void ask(List<int[]> callers, Counters counters) throws Exception {
        List<Callable<Void>> tasks = callers.stream().map(keys -> (Callable<Void>) () -> {
            for (int key : keys) {
                memo.get(key);
            }
            return null;
        }).toList();
        for (Future<Void> caller : threads.invokeAll(tasks)) {
            caller.get();
        }
        counters.fetches = fetches.get();
    }

    @TearDown
    public void stop() {
        threads.shutdown();
    }
}
