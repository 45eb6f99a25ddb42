package workshop.readme;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import workshop.promises.FetchesInParallel;
import workshop.promises.IsThreadSafe;

/** The failures that the starter's README shows are what the tests really say. */
class ReadmeTest {

    @ParameterizedTest
    @ValueSource(strings = {"differentKeysAreFetchedSideBySide", "callersInTurn"})
    void theExamplesAreReal(String test) throws IOException {
        String message = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Example.class, test, Lab.class))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();

        String readme = Files.readString(Path.of("../exercises/README.md"));
        assertTrue(readme.contains("\n```\n" + message + "\n```\n"), () -> "The README does not show:\n" + message);
    }

    static class Example implements IsThreadSafe, FetchesInParallel {
        @Override
        public Class<?> memo() {
            return Memo.class;
        }
    }
}
