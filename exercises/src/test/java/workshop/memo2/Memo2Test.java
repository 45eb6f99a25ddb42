package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import workshop.promises.FetchesOnce;
import workshop.promises.IsThreadSafe;
import workshop.promises.Remembers;

/** Stage 2: the memo is safe for any number of threads. */
class Memo2Test implements Remembers, IsThreadSafe, FetchesOnce {

    @Override
    public <K, V> Memoizer<K, V> memo(Fetch<K, V> fetch) {
        return new Memo<>(fetch);
    }
}
