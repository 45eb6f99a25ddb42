// tries: to end the process by a method reference
// stopped by: uses java.lang.System.exit
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.function.IntConsumer;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        IntConsumer exit = System::exit;
        exit.accept(0);
        return null;
    }
}
