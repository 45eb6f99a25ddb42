// style: a sealed result with two records, in a functional way
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> outcomes = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Outcome<V> known = outcomes.get(key);
        if (known == null) {
            known = Outcome.of(() -> fetch.fetch(key));
            outcomes.put(key, known);
        }
        return known.get();
    }

    private sealed interface Outcome<V> permits Success, Failure {

        static <V> Outcome<V> of(Callable<V> work) {
            try {
                return new Success<>(work.call());
            } catch (Exception failure) {
                return new Failure<>(failure);
            }
        }

        V get() throws Exception;
    }

    private record Success<V>(V value) implements Outcome<V> {

        @Override
        public V get() {
            return value;
        }
    }

    private record Failure<V>(Exception exception) implements Outcome<V> {

        @Override
        public V get() throws Exception {
            throw exception;
        }
    }
}
