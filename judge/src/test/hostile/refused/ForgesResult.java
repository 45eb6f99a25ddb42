// tries: to write an answer to where the judge reads them
// stopped by: uses java.io.FileDescriptor
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
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(new byte[100]);
        }
        return null;
    }
}
