package workshop.memo4;

import workshop.promises.FetchesInParallel;
import workshop.promises.FetchesOnce;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;
import workshop.promises.WaitsWell;

/** Stage 4: each key is fetched once, and whoever has to wait for it waits well. */
class Memo4Test implements Remembers, IsThreadSafe, FetchesInParallel, FetchesOnce, WaitsWell {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
