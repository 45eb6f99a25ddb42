// misconception: What a fetch asked for is stored when that fetch ends, but not when it ends with an Error.
// caught by: Remembers
// says: What is fetched on the way is remembered, even if the fetch fails afterwards.
package workshop.memo2;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Each fetch has a frame for what is learnt during it, so that a fetch that dies leaves nothing half done. */
public final class Memo<K, V> implements Memoizer<K, V> {

    private record Outcome<V>(V value, Exception exception) {
        V get() throws Exception {
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }

    private final Fetch<K, V> fetch;
    private final Map<K, Outcome<V>> settled = new HashMap<>();
    private final Deque<Map<K, Outcome<V>>> frames = new ArrayDeque<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public synchronized V get(K key) throws Exception {
        Outcome<V> outcome = find(key);
        if (outcome == null) {
            Map<K, Outcome<V>> frame = new HashMap<>();
            frames.push(frame);
            try {
                outcome = attempt(key);
                frame.put(key, outcome);
            } finally {
                frames.pop();
            }
            Map<K, Outcome<V>> below = frames.isEmpty() ? settled : frames.peek();
            below.putAll(frame);
        }
        return outcome.get();
    }

    private Outcome<V> find(K key) {
        for (Map<K, Outcome<V>> frame : frames) {
            if (frame.containsKey(key)) {
                return frame.get(key);
            }
        }
        return settled.get(key);
    }

    private Outcome<V> attempt(K key) {
        try {
            return new Outcome<>(fetch.fetch(key), null);
        } catch (Exception e) {
            return new Outcome<>(null, e);
        }
    }
}
