// tries: to flood the judge
// stopped by: NO_VERDICT: wrote to where the answers are
// allow: java.io.*
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
                FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
            for (int i = 0; i < 20; i++) {
                err.write(new byte[1_000_000]);
            }
            for (int i = 0; i < 20; i++) {
                out.write(new byte[1_000_000]);
            }
        }
        Thread.sleep(60_000);
        return null;
    }
}
