// style: a mailbox for each waiter, polled for centuries
package workshop.memo4;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.invoke.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;
import java.util.function.*;
import java.util.stream.*;

public final class Memo<K, V> implements Memoizer<K, V> {
    private static final class Letter {
        Object value;
        Throwable failure;
    }

    private static final class Office {
        Letter letter; // all guarded by this
        List<BlockingQueue<Letter>> boxes = new LinkedList<>();

        void deliver(Letter l) {
            List<BlockingQueue<Letter>> to;
            synchronized (this) {
                letter = l;
                to = boxes;
                boxes = null;
            }
            for (var box : to) {
                box.add(l);
            }
        }

        Letter collect() throws InterruptedException {
            BlockingQueue<Letter> box;
            synchronized (this) {
                if (letter != null) {
                    return letter;
                }
                boxes.add(box = new ArrayBlockingQueue<>(1));
            }
            try {
                Letter l;
                do {
                    l = box.poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                } while (l == null);
                return l;
            } catch (InterruptedException e) {
                synchronized (this) {
                    if (boxes != null) {
                        boxes.removeIf(b -> b == box);
                    }
                }
                throw e;
            }
        }
    }

    private final Map<K, Office> offices = new ConcurrentHashMap<>();
    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(K key) throws Exception {
        boolean[] first = {false};
        Office office = offices.computeIfAbsent(key, k -> {
            first[0] = true;
            return new Office();
        });
        if (first[0]) {
            var letter = new Letter();
            try {
                letter.value = fetch.fetch(key);
            } catch (Throwable t) {
                letter.failure = t;
            }
            office.deliver(letter);
        }
        Letter letter = office.collect();
        if (letter.failure != null) {
            throw Memo.<Error>rethrow(letter.failure);
        }
        return (V) letter.value;
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X rethrow(Throwable t) throws X {
        throw (X) t;
    }
}
