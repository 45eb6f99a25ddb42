package io.github.memoworkshop.judge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names that say nothing to anybody but those who know a secret: the same learner gets the same pseudonym in every
 * report that is made with the same secret. Thread-safe.
 */
final class Pseudonyms {

    private final SecretKeySpec secret;

    Pseudonyms(String secret) {
        this.secret = new SecretKeySpec((secret + " ").getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** A report without names, and without the words of learners: their source and what is said of their files. */
    Report in(Report report) {
        List<Report.Learner> learners = report.learners().stream()
                .map(learner -> new Report.Learner(
                        of(learner.name()),
                        learner.points(),
                        learner.standing(),
                        learner.trouble().isEmpty() ? "" : "It cannot be read.",
                        learner.cells().stream().map(Pseudonyms::withoutWords).toList()))
                .sorted(Comparator.comparing(Report.Learner::name))
                .toList();
        List<Room.Misconception> misconceptions = report.room().misconceptions().stream()
                .map(it -> new Room.Misconception(
                        it.stage(), it.promise(), it.test(), it.rule(), it.learners(), ""))
                .toList();
        return new Report(report.schema(), report.judge(), report.shard(), report.grid(), report.points(),
                new Room(report.room().standing(), misconceptions), learners);
    }

    private static Cell withoutWords(Cell cell) {
        String message = switch (cell.verdict()) {
            case KEPT, NOT_WRITTEN -> "";
            case BROKEN -> cell.rule();
            case NOT_JUDGED -> "It could not be judged.";
        };
        return new Cell(cell.stage(), cell.promise(), cell.verdict(), cell.test(), message);
    }

    private String of(String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return "learner " + HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)), 0, 5);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
