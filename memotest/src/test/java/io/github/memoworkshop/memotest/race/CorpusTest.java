package io.github.memoworkshop.memotest.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every racy memo is found by its two lines, no correct one is accused. {@code -Drace.repeat=100} does it 100 times. */
class CorpusTest {
    private static final int REPEAT = Integer.getInteger("race.repeat", 1);
    private static final String ONLY = System.getProperty("race.only", "");

    @TestFactory Stream<DynamicTest> racy_memos_are_found() {
        return cases(Racy.class).map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
            for (int i = 0; i < REPEAT; i++) {
                List<Race> races = Schedules.all(type);
                assertTrue(!races.isEmpty(), "missed");
                Race headline = races.get(0);
                if (!ONLY.isEmpty() && i == 0) races.forEach(System.out::println);
                boolean sameLine = headline.first().source().endsWith("// 1+2") && headline.second().source().endsWith("// 1+2");
                boolean marked = headline.first().source().endsWith("// 1") && headline.second().source().endsWith("// 2");
                assertTrue(sameLine || marked, () -> "other lines than marked:\n" + headline);
            }
        }));
    }

    @TestFactory Stream<DynamicTest> correct_memos_are_not_accused() {
        return Stream.of("RaceFree", "RaceFreeToo").flatMap(name -> cases(named(name))).map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
            for (int i = 0; i < REPEAT; i++) assertEquals(List.of(), Schedules.all(type));
        }));
    }

    @Test void the_corpus_is_as_large_as_it_should_be() {
        if (!ONLY.isEmpty()) return;
        assertTrue(cases(Racy.class).count() >= 40);
        assertTrue(Stream.of("RaceFree", "RaceFreeToo").flatMap(name -> cases(named(name))).count() >= 80);
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(CorpusTest.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            return Object.class;
        }
    }

    private static Stream<Class<?>> cases(Class<?> corpus) {
        return Arrays.stream(corpus.getDeclaredClasses())
                .filter(type -> io.github.memoworkshop.memotest.Memoizer.class.isAssignableFrom(type) && type.getSimpleName().contains(ONLY)
                        && !java.lang.reflect.Modifier.isAbstract(type.getModifiers()))
                .sorted(Comparator.comparing(Class::getSimpleName)).map(type -> type);
    }
}
