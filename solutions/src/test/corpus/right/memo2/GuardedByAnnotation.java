// style: what guards a field is said by an annotation of its own
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public class Memo<K, V> implements Memoizer<K, V> {

    @java.lang.annotation.Documented
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.CLASS)
    @java.lang.annotation.Target({java.lang.annotation.ElementType.FIELD, java.lang.annotation.ElementType.METHOD})
    @interface GuardedBy { String value(); }

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

    @GuardedBy("this") private final Map<K, Answer<V>> known = new HashMap<>();
    @Override public synchronized V get(K key) throws Exception {
        Answer<V> a = known.get(key);
        if (a == null) { a = answer(key); known.put(key, a); }
        return a.get();
    }
}
