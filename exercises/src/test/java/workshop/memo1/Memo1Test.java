package workshop.memo1;

import io.github.memoworkshop.memotest.scoreboard.Stage;
import workshop.promises.Remembers;

/** Stage 1: the memo remembers. */
@Stage(
        number = 1,
        memo = Memo.class,
        learned = "A value, null or an exception: whatever came of a fetch can be remembered.",
        next = "Two threads that use one plain map are a data race: anything may come of it.",
        toDo = "Open src/main/java/workshop/memo2/Memo.java, copy the body of your memo1, and change it. The lesson is"
                + " docs/memo2.md. Then: mvn test -Dtest=Memo2Test")
class Memo1Test implements Remembers {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
