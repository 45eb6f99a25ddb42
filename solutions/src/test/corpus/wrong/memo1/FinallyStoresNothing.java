// misconception: finally stores the outcome even if an Error has left it empty.
// caught by: Remembers
// says: After an Error, get throws, or fetches again and returns that page.
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.LinkedHashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome> outcomes = new LinkedHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    private final class Outcome {
        private V value;
        private Exception problem;

        private V open() throws Exception {
            if (problem == null) {
                return value;
            }
            throw problem;
        }
    }

    @Override
    public V get(K key) throws Exception {
        if (outcomes.containsKey(key)) {
            return outcomes.get(key).open();
        }
        Outcome outcome = new Outcome();
        try {
            outcome.value = fetch.fetch(key);
        } catch (Exception e) {
            outcome.problem = e;
        } finally {
            outcomes.put(key, outcome);
        }
        return outcome.open();
    }
}
