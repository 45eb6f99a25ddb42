package io.github.memoworkshop.memotest.scoreboard;

import static java.util.stream.Collectors.groupingBy;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * What came of one stage: of its promises in the order in which its test class names them, and of their tests in the
 * order in which they are written. Not thread safe.
 */
final class StageRun {

    private final Class<?> type;
    private final List<Promise> promises;
    private final Map<Method, TestExecutionResult> results = new HashMap<>();
    private TestExecutionResult whole;

    StageRun(Class<?> type) {
        this.type = type;
        Map<Class<?>, List<Method>> tests = AnnotationSupport
                .findAnnotatedMethods(type, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .sorted(new SourceOrder())
                .collect(groupingBy(Method::getDeclaringClass));
        List<Class<?>> inOrder = List.of(type.getInterfaces());
        promises = tests.keySet().stream()
                .sorted(Comparator.comparing((Class<?> promise) -> inOrder.indexOf(promise))
                        .thenComparing(Class::getName))
                .map(promise -> new Promise(promise.getSimpleName(), tests.get(promise)))
                .toList();
    }

    /** A test came to this end, or was not run, or not to its end. */
    void add(Method test, TestExecutionResult result) {
        if (result != null && result.getStatus() != Status.ABORTED) {
            // A test that is run several times counts as one, and passes if it always does.
            results.merge(test, result, (one, other) -> one.getStatus() == Status.FAILED ? one : other);
        }
    }

    /** The test class as a whole came to this end. */
    void addWhole(TestExecutionResult result) {
        whole = result;
    }

    Stage stage() {
        return type.getAnnotation(Stage.class);
    }

    List<Promise> promises() {
        return promises;
    }

    int size() {
        return promises.stream().mapToInt(Promise::size).sum();
    }

    int ran() {
        return promises.stream().mapToInt(Promise::ran).sum();
    }

    int passed() {
        return promises.stream().mapToInt(Promise::passed).sum();
    }

    /** Whether each of its tests was run, and passed. */
    boolean isDone() {
        return passed() == size() && firstFailure().isEmpty();
    }

    /** The failure to begin with: of the whole class, or of the first test that fails. */
    Optional<Failure> firstFailure() {
        Stream<Failure> ofClass = failure(type.getSimpleName(), whole);
        Stream<Failure> ofTests = promises.stream().flatMap(promise -> promise.tests.stream()
                .flatMap(test -> failure(promise.name + ", " + test.getName(), results.get(test))));
        return Stream.concat(ofClass, ofTests).findFirst();
    }

    private Stream<Failure> failure(String test, TestExecutionResult result) {
        String name = "stage " + stage().number() + ", " + test;
        return TestRun.failureIn(result).map(thrown -> new Failure(name, thrown, stage().memo())).stream();
    }

    /** One promise with its tests. */
    final class Promise {

        private final String name;
        private final List<Method> tests;

        private Promise(String name, List<Method> tests) {
            this.name = name;
            this.tests = tests;
        }

        String name() {
            return name;
        }

        int size() {
            return tests.size();
        }

        int ran() {
            return (int) tests.stream().filter(results::containsKey).count();
        }

        int passed() {
            return ran() - failed();
        }

        int failed() {
            return (int) tests.stream().filter(test -> TestRun.failureIn(results.get(test)).isPresent()).count();
        }
    }
}
