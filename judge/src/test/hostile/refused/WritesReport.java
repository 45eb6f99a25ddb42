// tries: to write the report itself
// stopped by: uses java.io.FileWriter
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.FileWriter;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        try (FileWriter report = new FileWriter("results.json")) {
            report.write("{}");
        }
        return null;
    }
}
