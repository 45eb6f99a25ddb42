package io.github.memoworkshop.memotest.scoreboard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints the scoreboard at the end of a test run that had a {@link Stage} in it. Safe for use by tests that run in
 * parallel.
 */
public final class ScoreboardListener implements TestExecutionListener {

    /**
     * Set by a pom that keeps Surefire quiet, so that nobody but the scoreboard reports failures. Its value is the
     * version of Maven, and whether it is interactive.
     */
    static final String MAVEN = "memotest.maven";

    private final Map<TestIdentifier, TestExecutionResult> results = new ConcurrentHashMap<>();
    private final Consumer<String> out;
    private final boolean isOnlyReport;
    private final boolean hasColour;

    /** For JUnit, which makes it with the service loader. */
    public ScoreboardListener() {
        this(
                text -> System.out.print(text),
                System.getProperty(MAVEN) != null,
                Terminal.hasColour(
                        System.getenv(), System.getProperty("style.color", "auto"), System.getProperty(MAVEN)));
    }

    ScoreboardListener(Consumer<String> out, boolean isOnlyReport, boolean hasColour) {
        this.out = out;
        this.isOnlyReport = isOnlyReport;
        this.hasColour = hasColour;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        results.clear();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.getSource().orElse(null) instanceof ClassSource type) {
            Stage stage = type.getJavaClass().getAnnotation(Stage.class);
            if (stage != null) {
                out.accept("Testing stage " + stage.number() + " ..." + System.lineSeparator()); // it may take a while
            }
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        results.put(test, result);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        TestRun run = new TestRun(plan, results);
        if (!run.stages().isEmpty() || isOnlyReport && !run.otherFailures().isEmpty()) {
            out.accept(new Scoreboard(run, hasColour).text());
        }
    }
}
