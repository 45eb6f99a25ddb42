package workshop.memo3;

import io.github.memoworkshop.memotest.scoreboard.Stage;
import workshop.promises.FetchesInParallel;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;

/** Stage 3: different keys are fetched side by side. */
@Stage(
        number = 3,
        memo = Memo.class,
        learned = "A lock is for looking and storing, which is quick; nothing slow belongs under it.",
        next = "Two callers of one page both look, both find nothing, and both fetch it.")
class Memo3Test implements Remembers, IsThreadSafe, FetchesInParallel {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
