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
        next = "Two callers of one page both look, both find nothing, and both fetch it.",
        toDo = "Open src/main/java/workshop/memo4/Memo.java, copy the body of your memo3, and change it. The lesson is"
                + " docs/memo4.md. Then: mvn test -Dtest=Memo4Test")
class Memo3Test implements Remembers, IsThreadSafe, FetchesInParallel {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
