package workshop.memo4;

import io.github.memoworkshop.memotest.scoreboard.Stage;
import workshop.promises.FetchesInParallel;
import workshop.promises.FetchesOnce;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;
import workshop.promises.WaitsWell;

/** Stage 4: each key is fetched once, and whoever has to wait for it waits well. */
@Stage(
        number = 4,
        memo = Memo.class,
        learned = "What is on its way can be shared, too: one caller fetches, the others sleep.",
        toDo = "Read docs/after-memo4.md, and see how the solution does it:"
                + " java src/test/java/workshop/help/Stage.java compare 4")
class Memo4Test implements Remembers, IsThreadSafe, FetchesInParallel, FetchesOnce, WaitsWell {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
