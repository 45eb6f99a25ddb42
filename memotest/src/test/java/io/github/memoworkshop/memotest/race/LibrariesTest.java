package io.github.memoworkshop.memotest.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.collect.ImmutableList;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instrumentation is right for code that was not written for this workshop. */
class LibrariesTest {

    @Tag("all")
    @ParameterizedTest
    @ValueSource(classes = {ImmutableList.class, Caffeine.class, ObjectMapper.class})
    void everyClassOfALibraryLinksAfterInstrumentation(Class<?> type) throws Exception {
        WatchedLoader loader = (WatchedLoader) Races.watch(type).type().getClassLoader();
        List<String> failed = new ArrayList<>();
        int count = 0;
        int absent = 0;
        Path file = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile jar = new JarFile(file.toFile())) {
            List<String> names = jar.stream().map(Object::toString)
                    .filter(name -> name.endsWith(".class") && !name.contains("-info") && !name.startsWith("META-INF"))
                    .toList();
            for (String name : names) {
                try {
                    String className = name.substring(0, name.length() - ".class".length()).replace('/', '.');
                    Class<?> loaded = Class.forName(className, false, loader);
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
                    if ((e + " " + e.getCause()).contains("Verify")) {
                        failed.add(name + ": " + e);
                    }
                }
            }
        }
        assertEquals(List.of(), failed);
        System.out.println("linked " + count + " instrumented classes of " + type.getName()
                + ", left out for want of optional libraries: " + absent);
        assertTrue(count > 300, "only " + count);
    }

    /** Caffeine itself is the code under test here, not just used by it. */
    @Test
    void aLibraryRunsCorrectlyWhileItIsWatched() throws Exception {
        Class<?> caffeine = Races.watch(Caffeine.class).type();
        Object builder = caffeine.getMethod("newBuilder").invoke(null);
        builder = caffeine.getMethod("maximumSize", long.class).invoke(builder, 50L);
        builder = caffeine.getMethod("executor", Executor.class).invoke(builder, (Executor) Runnable::run);
        Object cache = caffeine.getMethod("build").invoke(builder);
        Class<?> type = cache.getClass().getClassLoader().loadClass("com.github.benmanes.caffeine.cache.Cache");
        @SuppressWarnings("unchecked")
        ConcurrentMap<Integer, String> map = (ConcurrentMap<Integer, String>) type.getMethod("asMap").invoke(cache);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
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
        for (Thread thread : threads) {
            thread.join();
        }
        type.getMethod("cleanUp").invoke(cache);
        assertEquals(List.of(), failures);
        assertTrue(map.size() <= 50, "size " + map.size());
        for (Map.Entry<Integer, String> entry : map.entrySet()) {
            assertEquals("value " + entry.getKey(), entry.getValue());
        }
    }

    @Test
    void aLibraryThatReflectsRunsCorrectlyWhileItIsWatched() throws Exception {
        Class<?> type = Races.watch(ObjectMapper.class).type();
        Object mapper = type.getConstructor().newInstance();
        String json = "{\"a\":[1,2,{\"b\":\"c\"}],\"d\":null}";
        Object tree = type.getMethod("readValue", String.class, Class.class).invoke(mapper, json, Map.class);
        assertEquals("{a=[1, 2, {b=c}], d=null}", tree.toString());
        assertEquals(json, type.getMethod("writeValueAsString", Object.class).invoke(mapper, tree));
    }
}
