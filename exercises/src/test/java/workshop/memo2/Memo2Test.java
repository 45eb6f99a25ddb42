package workshop.memo2;

import workshop.promises.FetchesOnce;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;

/** Stage 2: the memo is safe for any number of threads. */
class Memo2Test implements Remembers, IsThreadSafe, FetchesOnce {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
