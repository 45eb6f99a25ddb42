package io.github.memoworkshop.judge;

import io.github.memoworkshop.judge.Grid.Stage;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows the result of one submission as text: a table, and below it why promises are broken or not judged. */
final class Scoreboard {

    private Scoreboard() {}

    /** Prints the scoreboard, in ASCII but for what the submission itself says. */
    static void print(Result result, Grid grid, PrintStream out) {
        Set<String> promises = new LinkedHashSet<>();
        for (int last = grid.stages().size() - 1; last >= 0; last--) { // the last stage has to keep most of them
            grid.stages().get(last).promises().forEach(promise -> promises.add(promise.name()));
        }
        int width = promises.stream().mapToInt(String::length).max().orElse(0) + 2;
        out.println(result.name());
        out.println(row("", promises.stream(), width));
        for (Stage stage : grid.stages()) {
            out.println(row("memo" + stage.number(), promises.stream().map(promise -> result.cells().stream()
                    .filter(cell -> cell.stage() == stage.number() && cell.promise().equals(promise))
                    .map(cell -> shown(cell.verdict()))
                    .findFirst()
                    .orElse("-")), width));
        }
        whatIsSaid(result.cells()).forEach((said, where) -> {
            out.println();
            out.println(String.join(", ", where));
            said.lines().forEach(line -> out.println("  " + line));
        });
    }

    private static String row(String head, Stream<String> values, int width) {
        String line = values.map(value -> String.format("%-" + width + "s", value)).collect(Collectors.joining());
        return String.format("%-7s%s", head, line).stripTrailing();
    }

    private static String shown(Verdict verdict) {
        return verdict == Verdict.BROKEN ? "BROKEN" : verdict.toString();
    }

    /** Each message once, with the cells that it is said of. */
    private static Map<String, List<String>> whatIsSaid(List<Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.verdict() == Verdict.BROKEN || cell.verdict() == Verdict.NOT_JUDGED)
                .collect(Collectors.groupingBy(
                        cell -> cell.message() + (cell.test().isEmpty() ? "" : "\n(" + cell.test() + ")"),
                        LinkedHashMap::new,
                        Collectors.mapping(cell -> cell.key() + ": " + shown(cell.verdict()), Collectors.toList())));
    }
}
