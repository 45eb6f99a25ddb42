package workshop.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured of each contender in one benchmark, round by round. Not thread-safe. */
final class Results {

    private final Map<Contender, List<Double>> rounds = new EnumMap<>(Contender.class);

    void add(Contender contender, double score) {
        rounds.computeIfAbsent(contender, absent -> new ArrayList<>()).add(score);
    }

    boolean has(Contender contender) {
        return rounds.containsKey(contender);
    }

    Estimate of(Contender contender) {
        return Estimate.of(rounds.get(contender));
    }

    Estimate ratio(Contender contender, Contender to) {
        return Estimate.ofRatios(rounds.get(contender), rounds.get(to));
    }
}
