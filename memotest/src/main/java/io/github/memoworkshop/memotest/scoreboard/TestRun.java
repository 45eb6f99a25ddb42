package io.github.memoworkshop.memotest.scoreboard;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** What came of one test run: the stages in their order, and the tests that belong to none. Not thread safe. */
final class TestRun {

    private final Map<Class<?>, StageRun> stages = new HashMap<>();
    private final List<Failure> otherFailures = new ArrayList<>();
    private int otherTests;

    TestRun(TestPlan plan, Map<TestIdentifier, TestExecutionResult> results) {
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier test : plan.getDescendants(root)) {
                add(test, results.get(test));
            }
        }
    }

    private void add(TestIdentifier test, TestExecutionResult result) {
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method && isStage(method.getJavaClass())) {
            stageOf(method.getJavaClass()).add(method.getJavaMethod(), result);
        } else if (source instanceof ClassSource type && isStage(type.getJavaClass())) {
            stageOf(type.getJavaClass()).addWhole(result);
        } else if (source instanceof MethodSource method) {
            addOther(test, method.getJavaClass(), result);
        } else if (source instanceof ClassSource type) {
            addOther(test, type.getJavaClass(), result);
        }
    }

    private static boolean isStage(Class<?> type) {
        return type.isAnnotationPresent(Stage.class);
    }

    private StageRun stageOf(Class<?> type) {
        return stages.computeIfAbsent(type, StageRun::new);
    }

    private void addOther(TestIdentifier test, Class<?> type, TestExecutionResult result) {
        Optional<Throwable> failure = failureIn(result);
        otherTests += test.isTest() || failure.isPresent() ? 1 : 0;
        String name = type.getSimpleName() + ", " + test.getDisplayName();
        failure.ifPresent(thrown -> otherFailures.add(new Failure(name, thrown, type)));
    }

    /** The stages of which at least one test was to be run, by their number. */
    List<StageRun> stages() {
        return stages.values().stream().sorted(comparing(run -> run.stage().number())).toList();
    }

    /** How many tests belong to no stage: those of the learner's own, for example. */
    int otherTests() {
        return otherTests;
    }

    /** What failed of the tests that belong to no stage. */
    List<Failure> otherFailures() {
        return otherFailures;
    }

    /** Why a test failed; nothing if it passed, or was not run to its end. */
    static Optional<Throwable> failureIn(TestExecutionResult result) {
        return result != null && result.getStatus() == Status.FAILED
                ? Optional.of(result.getThrowable().orElseGet(() -> new AssertionError("failed without a reason")))
                : Optional.empty();
    }
}
