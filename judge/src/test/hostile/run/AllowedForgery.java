// tries: to write an answer to where the judge reads them
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
        byte[] answer = new byte[40];
        answer[1] = 32;
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(answer);
            out.flush();
        }
        Thread.sleep(60_000);
        return null;
    }
}
