// misconception: A Thread in the place of a value says that it is being fetched, but a page may be a Thread.
// caught by: Remembers
// says: What the fetch returns is a value, whatever it is.
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public final class Memo<K, V> implements Memoizer<K, V> {

    private static final Object NIL = new Object();

    private record Thrown(Exception exception) {}

    /** All of the state in one field: null (nobody has asked), a Thread (is fetching), or the outcome. */
    private static final class Slot {
        private Object state;

        /** Answers with the outcome, or with null when the caller has to fetch. */
        private synchronized Object awaitOrClaim() throws InterruptedException {
            while (state instanceof Thread) {
                wait();
            }
            if (state == null) {
                state = Thread.currentThread();
                return null;
            }
            return state;
        }

        private synchronized void set(Object newState) {
            state = newState;
            notifyAll();
        }
    }

    private final Fetch<K, V> fetch;
    private final ConcurrentMap<K, Slot> slots = new ConcurrentHashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Slot slot = slots.computeIfAbsent(key, k -> new Slot());
        Object outcome = slot.awaitOrClaim();
        if (outcome == null) {
            try {
                V value = fetch.fetch(key);
                outcome = value == null ? NIL : value;
            } catch (Exception e) {
                outcome = new Thrown(e);
            } finally {
                slot.set(outcome); // null after an Error: the next one tries again
            }
        }
        return decode(outcome);
    }

    @SuppressWarnings("unchecked")
    private V decode(Object outcome) throws Exception {
        if (outcome instanceof Thrown thrown) {
            throw thrown.exception();
        }
        return outcome == NIL ? null : (V) outcome;
    }
}
