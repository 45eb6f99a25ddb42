// misconception: A thread for each fetch, and two seconds for each.
// caught by: IsThreadSafe
// says: Every caller gets its answer, however long others take
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

public class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    record Outcome<V>(V value, Throwable failure) {
        V get() throws Exception {
            if (failure instanceof Error e) throw e;
            if (failure != null) throw (Exception) failure;
            return value;
        }
    }
    private final Map<K, Outcome<V>> known = new ConcurrentHashMap<>();
    @Override public V get(K key) throws Exception {
        Outcome<V> o = known.get(key);
        if (o == null) {
            FutureTask<V> t = new FutureTask<>(() -> fetch.fetch(key));
            Thread thread = new Thread(t);
            thread.setDaemon(true);
            thread.start();
            try {
                o = new Outcome<>(t.get(5, TimeUnit.SECONDS), null);
            } catch (ExecutionException e) {
                o = new Outcome<>(null, e.getCause());
            } catch (TimeoutException e) {
                t.cancel(true);
                o = new Outcome<>(null, e);
            }
            known.put(key, o);
        }
        return o.get();
    }
}
