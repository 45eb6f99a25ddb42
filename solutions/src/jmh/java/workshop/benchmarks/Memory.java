package workshop.benchmarks;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jol.info.GraphLayout;

/** What a remembered value costs in memory, beside the key and the value themselves, as JOL counts it. */
final class Memory {

    private static final int ENTRIES = 1_000;

    private Memory() {}

    /** In bytes, to a tenth. The second half of the entries counts, since the first one pays for the empty cache. */
    static double bytesPerEntry(Contender contender) throws Exception {
        String page = "page";
        Memoizer<Integer, String> memo = contender.make(key -> page);
        long half = sizeWith(keys(0, ENTRIES), memo);
        long all = sizeWith(keys(ENTRIES, 2 * ENTRIES), memo);
        return Math.round(10.0 * (all - half) / ENTRIES) / 10.0 - size(Integer.valueOf(ENTRIES));
    }

    private static Integer[] keys(int from, int to) {
        return IntStream.range(from, to).boxed().toArray(Integer[]::new);
    }

    private static long sizeWith(Integer[] keys, Memoizer<Integer, String> memo) throws Exception {
        for (Integer key : keys) {
            memo.get(key);
        }
        ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.MINUTES); // Caffeine tidies up there
        return size(stores(memo));
    }

    private static long size(Object... roots) {
        return GraphLayout.parseInstance(roots).totalSize();
    }

    /** The maps, tables and caches in the fields of the memo; its threads and its fetch are no part of an entry. */
    private static Object[] stores(Memoizer<?, ?> memo) throws IllegalAccessException {
        List<Object> stores = new ArrayList<>();
        for (Field field : memo.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            Object value = field.get(memo);
            boolean isTable = value.getClass().getSimpleName().equals("GrowingTable"); // which nobody else can name
            if (isTable || value instanceof Map || value instanceof com.google.common.cache.Cache) {
                stores.add(value);
            } else if (value instanceof Cache<?, ?> cache) {
                stores.add(cache.asMap());
            } else if (value instanceof AsyncCache<?, ?> cache) {
                stores.add(cache.asMap());
            }
        }
        return stores.toArray();
    }
}
