package workshop;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** On the stubs, every test of every stage fails at once, and with the one sentence that says what to do. */
class StarterIsRedTest {

    @ParameterizedTest
    @CsvSource({"1, 20", "2, 57", "3, 48", "4, 83"})
    void everyTestFailsWithTheSentenceOfTheStub(int stage, int tests) {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass("workshop.memo" + stage + ".Memo" + stage + "Test"))
                .execute()
                .testEvents();

        assertEquals(tests, events.started().count(), "tests of the stage");
        assertAll(events.finished().stream().map(test -> () -> assertEquals(
                "java.lang.AssertionError: memo" + stage + " is yours to write: replace the TODO in"
                        + " src/main/java/workshop/memo" + stage + "/Memo.java",
                outcomeOf(test),
                () -> test.getTestDescriptor().getDisplayName())));
        assertTrue(events.skipped().stream().findAny().isEmpty(), "no test is skipped");
    }

    private static String outcomeOf(Event test) {
        return test.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::toString)
                .orElse("passed");
    }
}
