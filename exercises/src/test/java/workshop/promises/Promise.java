package workshop.promises;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.withSettings;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.lab.Lab;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.verification.VerificationMode;

/** What all promises have in common: a memo that is held against them. */
@ExtendWith(LabParameter.class)
public interface Promise {

    /** Makes the memo that is held against the promise. */
    <K, V> Memoizer<K, V> memo(Fetch<K, V> fetch);

    /** A lab with a new memo in it. The page of a key is {@code "page " + key}, and Mockito counts the fetches. */
    default <K> Lab<K, String> newLab() {
        return new Lab<>(key -> "page " + key, Promise::counted, this::memo);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Fetch<K, V> counted(Fetch<K, V> fetch) {
        return mock(Fetch.class, withSettings().name("fetch").defaultAnswer(call -> fetch.fetch(call.getArgument(0))));
    }

    /** For Mockito: exactly one fetch, because of this rule. */
    static VerificationMode once(String rule) {
        return times(1).description(rule);
    }
}
