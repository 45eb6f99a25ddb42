package io.github.memoworkshop.judge.bench;

import java.time.Duration;

/**
 * What one submission may use up.
 *
 * <p>The two times are hang guards: they end a run without a verdict, and never decide one. The time on the processor
 * ends what runs forever, however busy the machine; the time on the clock ends what waits forever, and is generous.
 *
 * @param processor the time on the processor for one test
 * @param clock the time on the clock for one test
 * @param megabytes the memory for objects
 * @param threads how many threads there may be at a time
 */
public record Limits(Duration processor, Duration clock, int megabytes, int threads) {

    /** More than any right memo of the corpus uses, one with a thread for each key among them. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(60), Duration.ofMinutes(5), 256, 1_500);
}
