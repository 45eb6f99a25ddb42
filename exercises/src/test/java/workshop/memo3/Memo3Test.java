package workshop.memo3;

import workshop.promises.FetchesInParallel;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;

/** Stage 3: different keys are fetched side by side. */
class Memo3Test implements Remembers, IsThreadSafe, FetchesInParallel {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
