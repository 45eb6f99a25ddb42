// tries: to fill the disk
// stopped by: uses java.nio.file.Files
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Files.write(Path.of("large"), new byte[10_000_000]);
        return null;
    }
}
