// style: everything in one synchronized state machine
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.HashMap;
import java.util.Map;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;
    private final Map<K, Cell<V>> cells = new HashMap<>();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        if (claim(key)) {
            Cell<V> outcome;
            try {
                outcome = new Cell<>(State.DONE, fetch.fetch(key), null);
            } catch (Throwable failure) {
                outcome = new Cell<>(State.FAILED, null, failure);
            }
            finish(key, outcome);
        }
        Cell<V> cell = await(key);
        return switch (cell.state()) {
            case DONE -> cell.value();
            case FAILED -> throw cell.failure() instanceof Exception failure ? failure : new IllegalStateException(cell.failure());
            case FETCHING -> throw new AssertionError(cell);
        };
    }

    private synchronized boolean claim(K key) {
        return cells.putIfAbsent(key, new Cell<>(State.FETCHING, null, null)) == null;
    }

    private synchronized void finish(K key, Cell<V> outcome) {
        cells.put(key, outcome);
        notifyAll();
    }

    private synchronized Cell<V> await(K key) throws InterruptedException {
        while (cells.get(key).state() == State.FETCHING) {
            wait();
        }
        return cells.get(key);
    }

    private enum State { FETCHING, DONE, FAILED }

    private record Cell<V>(State state, V value, Throwable failure) {}
}
