package io.github.memoworkshop.memotest.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.collect.ImmutableList;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instrumentation is right for code that was not written for this workshop. */
class LibrariesTest {

    @ParameterizedTest
    @ValueSource(classes = {ImmutableList.class, Caffeine.class, ObjectMapper.class})
    void every_class_of_a_library_links_after_instrumentation(Class<?> type) throws Exception {
        WatchedLoader loader = (WatchedLoader) Races.watch(type).type().getClassLoader();
        List<String> failed = new ArrayList<>();
        int count = 0;
        int absent = 0;
        try (JarFile jar = new JarFile(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile())) {
            for (String name : jar.stream().map(Object::toString).filter(n -> n.endsWith(".class") && !n.contains("-info") && !n.startsWith("META-INF")).toList()) {
                try {
                    Class<?> loaded = Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), false, loader);
                    assertEquals(loader, loaded.getClassLoader());
                    // Initialization links first, and linking verifies.
                    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(loaded, MethodHandles.lookup());
                    lookup.ensureInitialized(loaded);
                    count++;
                } catch (NoClassDefFoundError e) {
                    absent++;   // An optional dependency that is not here.
                } catch (VerifyError | ClassFormatError | IncompatibleClassChangeError e) {
                    failed.add(name + ": " + e);
                } catch (Throwable e) {
                    if (String.valueOf(e).contains("Verify") || String.valueOf(e.getCause()).contains("Verify")) failed.add(name + ": " + e);
                }
            }
        }
        assertEquals(List.of(), failed);
        System.out.println("linked " + count + " instrumented classes of " + type.getName() + ", left out for want of optional libraries: " + absent);
        assertTrue(count > 300, "only " + count);
    }

    /** Caffeine itself is the code under test here, not just used by it. */
    @Test void a_library_runs_correctly_while_it_is_watched() throws Exception {
        Class<?> caffeine = Races.watch(Caffeine.class).type();
        Object builder = caffeine.getMethod("newBuilder").invoke(null);
        builder = caffeine.getMethod("maximumSize", long.class).invoke(builder, 50L);
        builder = caffeine.getMethod("executor", java.util.concurrent.Executor.class).invoke(builder, (java.util.concurrent.Executor) Runnable::run);
        Object cache = caffeine.getMethod("build").invoke(builder);
        Class<?> type = cache.getClass().getClassLoader().loadClass("com.github.benmanes.caffeine.cache.Cache");
        @SuppressWarnings("unchecked")
        ConcurrentMap<Integer, String> map = (ConcurrentMap<Integer, String>) type.getMethod("asMap").invoke(cache);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    int key = i % 80;
                    try {
                        assertEquals("value " + key, map.computeIfAbsent(key, k -> "value " + k));
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) thread.join();
        type.getMethod("cleanUp").invoke(cache);
        assertEquals(List.of(), failures);
        assertTrue(map.size() <= 50, "size " + map.size());
        for (Map.Entry<Integer, String> entry : map.entrySet()) assertEquals("value " + entry.getKey(), entry.getValue());
    }

    @Test void a_library_that_reflects_runs_correctly_while_it_is_watched() throws Exception {
        Class<?> type = Races.watch(ObjectMapper.class).type();
        Object mapper = type.getConstructor().newInstance();
        Object tree = type.getMethod("readValue", String.class, Class.class).invoke(mapper, "{\"a\":[1,2,{\"b\":\"c\"}],\"d\":null}", Map.class);
        assertEquals("{a=[1, 2, {b=c}], d=null}", tree.toString());
        assertEquals("{\"a\":[1,2,{\"b\":\"c\"}],\"d\":null}", type.getMethod("writeValueAsString", Object.class).invoke(mapper, tree));
    }
}
