package workshop.promises;

import io.github.memoworkshop.memotest.demo.Options.Mode;
import io.github.memoworkshop.memotest.demo.Rounds;
import io.github.memoworkshop.memotest.lab.Lab;
import io.github.memoworkshop.memotest.picture.Page;
import io.github.memoworkshop.memotest.picture.Picture;
import io.github.memoworkshop.memotest.picture.Pictures;
import io.github.memoworkshop.memotest.picture.Recording;
import io.github.memoworkshop.memotest.picture.SvgPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The page of pictures of a test run. JUnit closes it when the last test is over, and then it is written into the file
 * that the configuration parameter {@code memotest.page} names; if there is none, there is no page.
 *
 * <p>With the configuration parameter {@code memotest.publish} set to true, the schedule of each failure is also
 * published as a report entry of the test: its key is {@code picture}, its value an SVG document.
 */
final class RunPage implements AutoCloseable {

    private static final String RULE = "Rule: ";

    private final Path file; // or null
    private final Page page = new Page();
    private final Map<String, Promise> stages = new TreeMap<>();

    private RunPage(Path file) {
        this.file = file;
    }

    private static RunPage of(ExtensionContext test) {
        return test.getRoot().getStore(Namespace.create(RunPage.class)).computeIfAbsent(RunPage.class,
                type -> new RunPage(test.getConfigurationParameter("memotest.page").map(Path::of).orElse(null)),
                RunPage.class);
    }

    /** The stage of this test is shown. */
    static void show(ExtensionContext test) {
        Promise promise = (Promise) test.getRequiredTestInstance();
        of(test).stages.putIfAbsent(stage(promise), promise);
    }

    private static String stage(Promise promise) {
        return promise.memo().getPackageName().replaceFirst(".*\\.", "");
    }

    /** Draws what led to a failure, in the lab in which a rule was broken, or else in the last of these labs. */
    static void failed(ExtensionContext test, Throwable failure, List<Lab<?, ?>> labs) {
        String promise = test.getRequiredTestMethod().getDeclaringClass().getSimpleName();
        String name = promise + ": " + test.getRequiredTestMethod().getName();
        String message = String.valueOf(failure.getMessage());
        Recording recording = labs.stream().map(Lab::recording).filter(Recording::isBroken).findFirst().orElseGet(() ->
                labs.isEmpty() ? new Recording(String::valueOf) : labs.get(labs.size() - 1).recording());
        recording.broken(rule(message)); // if no lab said when it was
        Picture schedule = Pictures.ofSchedule(name, recording);
        of(test).page.failure(stage((Promise) test.getRequiredTestInstance()), name, message, schedule);
        if (test.getConfigurationParameter("memotest.publish").map(Boolean::valueOf).orElse(false)) {
            test.publishReportEntry("picture", SvgPicture.document(schedule));
        }
    }

    /** The rule that a message names, or else the message. */
    private static String rule(String message) {
        int rule = message.lastIndexOf(RULE);
        return rule < 0 ? message : message.substring(rule + RULE.length()).replaceFirst("(?s)\nLook at: .*", "");
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        stages.values().removeIf(promise -> Lab.isUnruly(promise.memo()));
        stages.forEach(this::draw);
        try {
            page.writeTo(file);
        } catch (IOException e) { // no picture is worth a red test
            System.err.println("The page of pictures could not be written: " + e);
        }
    }

    private void draw(String stage, Promise promise) {
        try {
            Mode mode = promise instanceof IsThreadSafe ? Mode.CONCURRENT : Mode.SEQUENTIAL;
            page.demo(stage, Rounds.of(promise.memo(), mode));
        } catch (Throwable notAMemo) {
            // A learner's class may throw anything while it is made. The tests have said what; here is nothing to draw.
        }
    }
}
