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
        next = "While one caller fetches, all others wait, even those who want another page.",
        toDo = "Open src/main/java/workshop/memo3/Memo.java, copy the body of your memo2, and change it. The lesson is"
                + " docs/memo3.md. Then: mvn test -Dtest=Memo3Test")
class Memo2Test implements Remembers, IsThreadSafe, FetchesOnce {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
