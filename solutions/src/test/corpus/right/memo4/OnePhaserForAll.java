// style: one phaser of the memo, which advances whenever a fetch is over
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Phaser;

public final class Memo<K, V> implements Memoizer<K, V> {
    private final Fetch<K, V> fetch;
    private final Map<K, Slot<V>> slots = new HashMap<>(); // guarded by itself, as are arrivals
    private final Phaser news = new Phaser(1);

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Slot<V> slot;
        boolean mine = false;
        synchronized (slots) {
            slot = slots.get(key);
            if (slot == null) {
                slots.put(key, slot = new Slot<>());
                mine = true;
            }
        }
        if (mine) {
            Outcome<V> outcome = Outcome.of(fetch, key);
            synchronized (slots) {
                slot.outcome = outcome;
                news.arrive();
            }
        } else {
            int phase = news.getPhase();
            while (slot.outcome == null) {
                phase = news.awaitAdvanceInterruptibly(phase);
            }
        }
        return slot.outcome.get();
    }

    private static final class Slot<V> {
        volatile Outcome<V> outcome;
    }

    private record Outcome<V>(V value, Throwable failure) {

        static <K, V> Outcome<V> of(Fetch<K, V> fetch, K key) {
            try {
                return new Outcome<>(fetch.fetch(key), null);
            } catch (Throwable thrown) {
                return new Outcome<>(null, thrown);
            }
        }

        V get() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (Exception) failure;
            }
            return value;
        }
    }
}
