package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import workshop.promises.FetchesInParallel;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;

/** Stage 3: different keys are fetched side by side. */
class Memo3Test implements Remembers, IsThreadSafe, FetchesInParallel {

    @Override
    public <K, V> Memoizer<K, V> memo(Fetch<K, V> fetch) {
        return new Memo<>(fetch);
    }
}
