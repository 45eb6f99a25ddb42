// misconception: A few locks, each held during a fetch: two fetches that ask for other keys wait for each other.
// caught by: IsThreadSafe
// says: A fetch may ask for a key that nobody else is asking for.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final int STRIPES = 16;

    private static final class Stripe<K, V> extends ReentrantLock {
        private static final long serialVersionUID = 1L;
        private final transient Map<K, Outcome<V>> outcomes = new HashMap<>();
    }

    private record Outcome<V>(V value, Exception exception) {
        V open() throws Exception {
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }

    private final Fetch<K, V> fetch;
    private final Stripe<K, V>[] stripes;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
        this.stripes = new Stripe[STRIPES];
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe<>();
        }
    }

    @Override
    public V get(K key) throws Exception {
        int hash = key.hashCode();
        Stripe<K, V> stripe = stripes[(hash ^ hash >>> 16) & (STRIPES - 1)];
        stripe.lock();
        try {
            Outcome<V> outcome = stripe.outcomes.get(key);
            if (outcome == null) {
                outcome = attempt(key);
                stripe.outcomes.put(key, outcome);
            }
            return outcome.open();
        } finally {
            stripe.unlock();
        }
    }

    private Outcome<V> attempt(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
