package workshop.promises;

import static org.mockito.Mockito.times;

import io.github.memoworkshop.memotest.lab.Lab;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.verification.VerificationMode;

/**
 * What all promises have in common: a memo that is held against them. Their tests take a {@link Lab} as a parameter,
 * with a new memo in it whose fetches Mockito counts; the page of a key is {@code "page " + key}.
 */
@ExtendWith(LabParameter.class)
public interface Promise {

    /** The class of the memo that is held against the promise. */
    Class<?> memo();

    /** For Mockito: exactly one fetch, because of this rule. */
    static VerificationMode once(String rule) {
        return times(1).description(rule);
    }
}
