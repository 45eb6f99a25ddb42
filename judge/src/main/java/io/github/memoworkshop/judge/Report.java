package io.github.memoworkshop.judge;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a class, in the form in which {@code results.json} has it. It depends on the submissions, the judge
 * and the settings alone, not on time or chance; but threads that a wrong memo itself sets free at once, or starts, may
 * come in one order or another, and then pictures and messages may differ, and sometimes which further promise or test
 * is broken.
 *
 * @param schema the version of this form
 * @param judge tells whether two reports were judged alike
 * @param shard which part of the class it is, {@code 1/1} if it is all of it
 * @param grid the promises of each stage, by the stage's name
 * @param points what each cell of the grid is worth
 * @param room where the class stands
 * @param learners the learners, sorted by name
 */
public record Report(
        int schema,
        String judge,
        String shard,
        Map<String, List<String>> grid,
        Map<String, Integer> points,
        Room room,
        List<Learner> learners) {

    /** The version of the form that is written and read here. */
    static final int SCHEMA = 1;

    /**
     * One learner.
     *
     * @param points the points of the promises that are kept
     * @param standing the stage that the learner is at, as in the {@link Room}
     * @param trouble why nothing could be judged, or an empty text
     */
    public record Learner(String name, int points, String standing, String trouble, List<Cell> cells) {}

    /** Makes the report of these results. */
    static Report of(List<Result> results, Grid grid, Settings settings, String judge, String shard) {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        grid.stages().forEach(stage -> stages.put(
                "memo" + stage.number(), stage.promises().stream().map(Grid.Promise::name).toList()));
        Map<String, Integer> points = new LinkedHashMap<>();
        grid.keys().forEach(key -> points.put(key, settings.points(key)));
        List<Result> sorted = results.stream().sorted(Comparator.comparing(Result::name)).toList();
        List<Learner> learners = sorted.stream().map(result -> learner(result, points)).toList();
        return new Report(SCHEMA, judge, shard, stages, points, Room.of(sorted, grid), learners);
    }

    private static Learner learner(Result result, Map<String, Integer> worth) {
        int points = result.cells().stream()
                .filter(cell -> cell.verdict() == Verdict.KEPT)
                .mapToInt(cell -> worth.get(cell.key()))
                .sum();
        return new Learner(result.name(), points, Room.standing(result), result.trouble(), result.cells());
    }

    /** The results that the report was made of. */
    List<Result> results() {
        return learners.stream()
                .map(learner -> new Result(learner.name, learner.trouble, learner.cells))
                .toList();
    }
}
