package io.github.memoworkshop.memotest.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.race.Races;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FlyingTimeTest {

    @Test
    void aLimitRunsOutOnlyWhenNobodyElseMoves() {
        Races races = Races.watch(GivesUp.class);
        try (Lab<String, String> lab = new Lab<>(key -> "page " + key, UnaryOperator.identity(), races, "caller-")) {
            lab.letTimeFly();
            lab.hold("a");

            lab.call("a").mustReturn("too late", "It waits no longer than an hour.");

            assertEquals(1, lab.fetching("a"), "fetches that the memo's own thread has come to");
        }
    }

    /** Leaves the fetch to a thread that has a lot to do before. */
    static final class GivesUp implements Memoizer<String, String> {

        private final Fetch<String, String> fetch;
        private volatile int prepared;

        public GivesUp(Fetch<String, String> fetch) {
            this.fetch = fetch;
        }

        @Override
        public String get(String key) throws Exception {
            Thread fetcher = new Thread(() -> prepareAndFetch(key));
            fetcher.start();
            fetcher.join(3_600_000);
            return "too late";
        }

        private void prepareAndFetch(String key) {
            while (prepared < 1_000) {
                prepared++;
            }
            try {
                fetch.fetch(key);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
