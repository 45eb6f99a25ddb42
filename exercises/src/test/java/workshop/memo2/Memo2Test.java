package workshop.memo2;

import io.github.memoworkshop.memotest.scoreboard.Stage;
import workshop.promises.FetchesOnce;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;

/** Stage 2: the memo is safe for any number of threads. */
@Stage(
        number = 2,
        memo = Memo.class,
        learned = "Whoever takes a lock sees all that was written under it before (JLS 17.4.5).",
        next = "While one caller fetches, all others wait, even those who want another page.")
class Memo2Test implements Remembers, IsThreadSafe, FetchesOnce {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
