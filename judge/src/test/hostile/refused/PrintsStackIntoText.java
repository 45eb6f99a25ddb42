// tries: the same by printing the stack into a text
// stopped by: uses java.io.StringWriter
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.PrintWriter;
import java.io.StringWriter;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        StringWriter text = new StringWriter();
        new Throwable().printStackTrace(new PrintWriter(text));
        return text.toString().contains("Remembers") ? fetch.fetch(key) : null;
    }
}
