package workshop.promises;

import static java.util.stream.Collectors.joining;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.lab.Interruptions;
import io.github.memoworkshop.memotest.lab.Lab;
import io.github.memoworkshop.memotest.lab.PrintLimit;
import io.github.memoworkshop.memotest.race.Races;
import io.github.memoworkshop.memotest.race.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the labs that it takes as parameters, closes them after it, and lets the test fail if there was a data
 * race in one of their memos. Much that is printed is not shown, and threads that have not ended are told at the end.
 */
final class LabParameter implements BeforeEachCallback, ParameterResolver, AfterEachCallback, AfterAllCallback {

    private static final String ORDER =
            "Where one caller writes and another reads or writes, something must order the two, even if one is later.";

    @Override
    public void beforeEach(ExtensionContext test) {
        Class<?> memo = ((Promise) test.getRequiredTestInstance()).memo();
        Races races = Races.watch(memo, test.getRequiredTestMethod(), test.getRequiredTestClass());
        store(test).put(Races.class, races);
        store(test).put(Lab.class, new ArrayList<Lab<?, ?>>());
        RunPage.show(test);
        store(test).put(PrintLimit.class, new PrintLimit());
        store(test).put("end", (AutoCloseable) () -> Lab.end(races)); // what is stored last is closed first
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == Lab.class || type == Interruptions.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        if (parameter.getParameter().getType() == Interruptions.class) {
            return new Interruptions<>(
                    () -> newLab(test, "caller-"),
                    test.getRequiredTestClass().getSimpleName() + "#" + test.getRequiredTestMethod().getName());
        }
        Lab<Object, String> lab = newLab(test, parameter.getIndex() == 0 ? "caller-" : "other-caller-");
        store(test).put(parameter.getIndex(), lab); // JUnit closes what is stored
        return lab;
    }

    private static Lab<Object, String> newLab(ExtensionContext test, String caller) {
        Lab<Object, String> lab = new Lab<>(key -> "page " + key, LabParameter::counted, races(test), caller);
        labs(test).add(lab);
        return lab;
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Fetch<K, V> counted(Fetch<K, V> fetch) {
        return mock(Fetch.class, withSettings().name("fetch").defaultAnswer(call -> fetch.fetch(call.getArgument(0))));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        test.getExecutionException().ifPresent(failure -> RunPage.failed(test, failure, labs(test)));
        races(test).found().stream().findFirst().ifPresent(race -> {
            String places = Stream.of(race.first().site(), race.second().site())
                    .map(Site::toString)
                    .distinct()
                    .collect(joining(" and "));
            AssertionError failure = new AssertionError(race + "\nRule: " + ORDER + "\nLook at: " + places);
            if (test.getExecutionException().isEmpty()) {
                labs(test).forEach(lab -> lab.recordRace(race, ORDER));
                RunPage.failed(test, failure, labs(test));
            }
            throw failure;
        });
    }

    @SuppressWarnings("unchecked")
    private static List<Lab<?, ?>> labs(ExtensionContext test) {
        return (List<Lab<?, ?>>) store(test).get(Lab.class);
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        List<String> threads = Lab.threadsLeftBehind();
        if (!threads.isEmpty()) {
            System.out.println("Note: threads that a memo has started are still alive after " + tests.getDisplayName()
                    + ": " + threads.size() + " of them, \"" + threads.get(0) + "\" for example.");
        }
    }

    private static Races races(ExtensionContext test) {
        return store(test).get(Races.class, Races.class);
    }

    private static Store store(ExtensionContext test) {
        return test.getStore(Namespace.create(LabParameter.class));
    }
}
