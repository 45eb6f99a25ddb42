package workshop.promises;

import static org.mockito.Mockito.verify;
import static workshop.promises.Promise.once;

import io.github.memoworkshop.memotest.lab.Call;
import io.github.memoworkshop.memotest.lab.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many callers: no harm is done to the memo's data, nobody is left without an answer, and nothing gets lost. */
public interface IsThreadSafe extends Promise {

    @Test
    default void everyCallerGetsItsAnswer(Lab<String, String> lab) {
        List<String> keys = List.of("a", "b", "a", "b", "c");
        lab.hold("a", "b", "c");
        List<Call<String>> calls = new ArrayList<>();
        for (String key : keys) {
            calls.add(lab.call(key));
        }

        lab.open("c");
        lab.open("b");
        lab.open("a");

        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).mustReturn("page " + keys.get(i), "Every caller gets the answer to its own question.");
        }
    }

    @Test
    default void aFailedFetchLeavesTheMemoUsable(Lab<String, String> lab) {
        IOException failure = new IOException("404");
        lab.script("a", key -> {
            throw failure;
        });

        lab.call("a").mustThrow(failure, "get throws the very exception that the fetch threw.");

        lab.call("b").mustReturn("page b", "After a failed fetch, the memo works for everybody as before.");
    }

    @Test
    default void anErrorLeavesTheMemoUsable(Lab<String, String> lab) {
        lab.script("a", key -> {
            throw new Error("the fetch is broken");
        });

        lab.call("a").mustEnd("A caller does not hang when its fetch ends with an Error.");

        lab.call("b").mustReturn("page b", "After an Error in a fetch, the memo works for everybody as before.");
    }

    @Test
    default void oneMemoDoesNotHoldUpAnother(Lab<String, String> lab, Lab<String, String> other) {
        lab.hold("a");
        lab.call("a");

        other.call("a").mustReturn("page a", "Callers of one memo do not wait for callers of another memo.");
    }

    /**
     * One caller is stopped where the memo compares its key with another; meanwhile a second caller fetches a dozen
     * other keys. Then the first one goes on. It is stopped at its first comparison, at its second and so on.
     */
    @Test
    default void nothingGetsLost() throws Exception {
        boolean stopped = true;
        for (int comparison = 1; stopped; comparison++) {
            try (Lab<Page, String> lab = newLab()) {
                lab.call(new Page("the first"));
                Page page = new Page("a");
                page.stopAtComparison(comparison);
                Call<String> reader = lab.call(page);
                stopped = page.isStopped();

                lab.solo(IntStream.range(0, 12).mapToObj(i -> new Page("other " + i)).toList());
                page.goOn();

                reader.mustReturn("page a", "Every caller gets the answer to its own question.");
                lab.call(new Page("a")).mustReturn("page a", "Every caller gets the answer to its own question.");
                verify(lab.fetch(), once("What one caller stores does not get lost when another one stores, too."))
                        .fetch(page);
            }
        }
    }
}
