// misconception: There is a map for each class of keys, but a List is equal to another List of whatever class.
// caught by: Remembers
// says: Keys that are equal are one key, whatever their classes are.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    /** Keeps keys of different types apart that would otherwise be mistaken for each other. */
    private static final class Id {
        private final Class<?> type;
        private final Object key;
        private final int hash;

        private Id(Object key) {
            this.type = key.getClass();
            this.key = key;
            this.hash = Objects.hash(type.getName(), key);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Id id && hash == id.hash && type == id.type && key.equals(id.key);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static final class Outcome<V> {
        private final V value;
        private final Exception exception;

        private Outcome(V value, Exception exception) {
            this.value = value;
            this.exception = exception;
        }

        private V unwrap() throws Exception {
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<Id, Outcome<V>> outcomes = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Id id = new Id(key);
        Outcome<V> known = outcomes.get(id);
        return known != null ? known.unwrap() : remember(id, key).unwrap();
    }

    private Outcome<V> remember(Id id, K key) {
        Outcome<V> fresh;
        try {
            fresh = new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            fresh = new Outcome<>(null, e);
        }
        Outcome<V> first = outcomes.putIfAbsent(id, fresh);
        return first != null ? first : fresh;
    }
}
