// style: failures are printed with their stack trace, as an IDE writes it
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    sealed interface Answer<V> permits Value, Thrown {
        V get() throws Exception;
    }
    record Value<V>(V value) implements Answer<V> {
        public V get() { return value; }
    }
    record Thrown<V>(Throwable thrown) implements Answer<V> {
        public V get() throws Exception {
            if (thrown instanceof Error e) throw e;
            throw (Exception) thrown;
        }
    }
    private Answer<V> answer(K key) {
        try {
            return new Value<>(fetch.fetch(key));
        } catch (Throwable t) {
            return new Thrown<>(t);
        }
    }

    private final Map<K, Answer<V>> known = new HashMap<>();
    @Override public V get(K key) throws Exception {
        Answer<V> a = known.get(key);
        if (a == null) {
            a = answer(key);
            if (a instanceof Thrown<V> t && t.thrown() instanceof IllegalStateException e) e.printStackTrace();
            known.put(key, a);
        }
        return a.get();
    }
}
