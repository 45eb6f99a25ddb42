package io.github.memoworkshop.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a class stands, and what to explain next.
 *
 * @param standing how many learners are at which stage: the first one of which they do not keep all promises, or
 *     {@code done}, or {@code not judged} if nobody can tell
 * @param misconceptions what is broken, the most frequent first
 */
public record Room(Map<String, Integer> standing, List<Misconception> misconceptions) {

    /**
     * Learners who break the same promise of the same stage in the same test.
     *
     * @param rule the rule that they break
     * @param learners how many they are
     * @param example what the test says to the first of them
     */
    public record Misconception(int stage, String promise, String test, String rule, int learners, String example) {}

    /** Looks at a whole class. */
    static Room of(List<Result> results, Grid grid) {
        Map<String, Integer> standing = new LinkedHashMap<>();
        grid.stages().forEach(stage -> standing.put("memo" + stage.number(), 0));
        standing.put("done", 0);
        standing.put("not judged", 0);
        results.forEach(result -> standing.merge(standing(result), 1, Integer::sum));

        Map<String, List<Cell>> alike = results.stream()
                .flatMap(result -> result.cells().stream())
                .filter(cell -> cell.verdict() == Verdict.BROKEN)
                .collect(Collectors.groupingBy(
                        cell -> cell.key() + " " + cell.test(), LinkedHashMap::new, Collectors.toList()));
        List<Misconception> misconceptions = new ArrayList<>();
        alike.values().forEach(cells -> {
            Cell first = cells.get(0);
            misconceptions.add(new Misconception(
                    first.stage(), first.promise(), first.test(), first.rule(), cells.size(), first.message()));
        });
        misconceptions.sort(Comparator.comparing(Misconception::learners).reversed()
                .thenComparing(Misconception::stage)
                .thenComparing(Misconception::promise)
                .thenComparing(Misconception::test));
        return new Room(standing, misconceptions);
    }

    /** Where one learner stands. */
    static String standing(Result result) {
        return result.cells().stream()
                .filter(cell -> cell.verdict() != Verdict.KEPT)
                .findFirst()
                .map(cell -> result.cells().stream().anyMatch(other -> other.stage() == cell.stage()
                                && (other.verdict() == Verdict.BROKEN || other.verdict() == Verdict.NOT_WRITTEN))
                        ? "memo" + cell.stage()
                        : "not judged")
                .orElse("done");
    }
}
