package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import workshop.promises.Remembers;

/** Stage 1: the memo remembers. */
class Memo1Test implements Remembers {

    @Override
    public <K, V> Memoizer<K, V> memo(Fetch<K, V> fetch) {
        return new Memo<>(fetch);
    }
}
