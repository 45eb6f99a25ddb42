package io.github.memoworkshop.judge.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table in the documentation is that of the hostile submissions that the other tests run. */
class HostileTableTest {

    @ParameterizedTest
    @ValueSource(strings = {"refused", "run"})
    void theDocumentationHasEachOfThem(String folder) throws IOException {
        String documentation = Files.readString(Path.of("../docs/judge/hostile.md")).replace("\r\n", "\n");
        try (Stream<Hostile> all = Hostile.allIn(folder)) {
            String rows = all.map(HostileTableTest::row).collect(Collectors.joining());

            assertTrue(documentation.contains("|---|---|---|---|\n" + rows), () -> "The rows should be:\n" + rows);
        }
    }

    private static String row(Hostile hostile) {
        String stoppedBy = hostile.stoppedBy()
                .replaceFirst("^FAILED or NO_VERDICT: ", "the test fails, or there is no verdict")
                .replaceFirst("^FAILED: ", "the test fails: ")
                .replaceFirst("^NO_VERDICT: ", "no verdict: ");
        return "| `" + hostile.toString().replace(".java", "") + "` | " + hostile.header().get("tries") + " | "
                + stoppedBy + " | " + hostile.header().getOrDefault("elsewhere", "the same") + " |\n";
    }
}
