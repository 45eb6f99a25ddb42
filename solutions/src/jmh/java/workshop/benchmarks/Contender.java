package workshop.benchmarks;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import workshop.after.BoundedMemo;
import workshop.after.CancellableMemo;
import workshop.after.CompletableFutureMemo;
import workshop.after.FastMemo;
import workshop.after.ForgetfulMemo;
import workshop.after.FutureTaskMemo;
import workshop.after.MonitorMemo;

/** Who is compared with whom. The caches of the libraries are used as they are, with nothing of ours around them. */
public enum Contender {
    MEMO2("memo2: one lock", workshop.memo2.Memo::new),
    MEMO3("memo3: unlocked while fetching", workshop.memo3.Memo::new),
    MEMO4("memo4: an entry per key", workshop.memo4.Memo::new),
    MONITOR("MonitorMemo", MonitorMemo::new),
    FUTURE_TASK("FutureTaskMemo, as JCiP's Memoizer", FutureTaskMemo::new),
    COMPLETABLE_FUTURE("CompletableFutureMemo", CompletableFutureMemo::new),
    CANCELLABLE("CancellableMemo", CancellableMemo::new),
    FORGETFUL("ForgetfulMemo", ForgetfulMemo::new),
    BOUNDED("BoundedMemo", fetch -> new BoundedMemo<>(fetch, Contender.LIMIT, Duration.ofHours(1), System::nanoTime)),
    FAST("FastMemo", FastMemo::new),
    COMPUTE_IF_ABSENT("ConcurrentHashMap.computeIfAbsent", Contender::computeIfAbsent),
    GUAVA("Guava LoadingCache", Contender::guava),
    CAFFEINE("Caffeine LoadingCache", fetch -> Contender.caffeine(Caffeine.newBuilder(), fetch)),
    CAFFEINE_BOUNDED("Caffeine LoadingCache, bounded",
            fetch -> Contender.caffeine(Caffeine.newBuilder().maximumSize(Contender.LIMIT), fetch)),
    CAFFEINE_ASYNC("Caffeine AsyncLoadingCache", Contender::caffeineAsync),
    /** Fetches, but keeps hardly a promise: what a look into a map costs that may have to fetch. */
    GET_OR_PUT("ConcurrentHashMap.get, then put", Contender::getOrPut),
    /** No memo: it cannot fetch, and so shows what the mere look into a map costs. */
    MAP_GET("ConcurrentHashMap.get", Contender::mapGet),
    /** No memo: it knows the keys beforehand, and so needs no map. */
    IDEAL("the ideal", Contender::ideal);

    /** The keys from 0 on that all contenders can answer. */
    static final int KEYS = 1_000;
    /** More than any benchmark asks for, so that a bounded cache has its work to do but forgets nothing. */
    private static final int LIMIT = 100_000;

    final String title;
    private final Maker maker;

    Contender(String title, Maker maker) {
        this.title = title;
        this.maker = maker;
    }

    private interface Maker {
        Memoizer<Integer, String> make(Fetch<Integer, String> fetch);
    }

    Memoizer<Integer, String> make(Fetch<Integer, String> fetch) {
        return maker.make(fetch);
    }

    private static Memoizer<Integer, String> computeIfAbsent(Fetch<Integer, String> fetch) {
        ConcurrentMap<Integer, String> map = new ConcurrentHashMap<>();
        return key -> map.computeIfAbsent(key, absent -> unchecked(fetch, key));
    }

    private static Memoizer<Integer, String> getOrPut(Fetch<Integer, String> fetch) {
        ConcurrentMap<Integer, String> map = new ConcurrentHashMap<>();
        return key -> {
            String known = map.get(key);
            return known != null ? known : fetchAndPut(map, fetch, key);
        };
    }

    private static String fetchAndPut(Map<Integer, String> map, Fetch<Integer, String> fetch, Integer key)
            throws Exception {
        String page = fetch.fetch(key);
        map.put(key, page);
        return page;
    }

    private static Memoizer<Integer, String> guava(Fetch<Integer, String> fetch) {
        LoadingCache<Integer, String> cache = CacheBuilder.newBuilder().build(new CacheLoader<>() {
            @Override
            public String load(Integer key) throws Exception {
                return fetch.fetch(key);
            }
        });
        return cache::get;
    }

    private static Memoizer<Integer, String> caffeine(Caffeine<Object, Object> settings, Fetch<Integer, String> fetch) {
        return settings.<Integer, String>build(fetch::fetch)::get;
    }

    private static Memoizer<Integer, String> caffeineAsync(Fetch<Integer, String> fetch) {
        AsyncLoadingCache<Integer, String> cache = Caffeine.newBuilder().buildAsync(fetch::fetch);
        return key -> cache.get(key).get();
    }

    private static Memoizer<Integer, String> mapGet(Fetch<Integer, String> fetch) {
        ConcurrentMap<Integer, String> map = new ConcurrentHashMap<>();
        IntStream.range(0, KEYS).forEach(key -> map.put(key, unchecked(fetch, key)));
        return map::get;
    }

    private static Memoizer<Integer, String> ideal(Fetch<Integer, String> fetch) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        FutureTask<String>[] tasks = IntStream.range(0, KEYS)
                .mapToObj(key -> new FutureTask<>(() -> fetch.fetch(key)))
                .toArray(FutureTask[]::new);
        return key -> {
            tasks[key].run();
            return tasks[key].get();
        };
    }

    private static String unchecked(Fetch<Integer, String> fetch, Integer key) {
        try {
            return fetch.fetch(key);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
