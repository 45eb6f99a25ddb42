package io.github.memoworkshop.judge.bench;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a build takes of a corpus: some of it or, with {@code -Dcorpus=all}, all. */
final class Sample {

    private Sample() {}

    /** One of so many, from the first one on. */
    static <T> Stream<T> oneOf(int each, List<T> all) {
        int step = System.getProperty("corpus", "sample").equals("all") ? 1 : each;
        return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get);
    }
}
