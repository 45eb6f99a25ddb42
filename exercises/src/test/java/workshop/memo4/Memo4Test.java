package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import workshop.promises.FetchesInParallel;
import workshop.promises.FetchesOnce;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;
import workshop.promises.WaitsWell;

/** Stage 4: each key is fetched once, and whoever has to wait for it waits well. */
class Memo4Test implements Remembers, IsThreadSafe, FetchesInParallel, FetchesOnce, WaitsWell {

    @Override
    public <K, V> Memoizer<K, V> memo(Fetch<K, V> fetch) {
        return new Memo<>(fetch);
    }
}
