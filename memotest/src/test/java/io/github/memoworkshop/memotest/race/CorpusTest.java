package io.github.memoworkshop.memotest.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.Memoizer;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every racy memo is found by its two lines, and no correct one is accused. Each run of the build takes a sample. System
 * properties ask for more:
 *
 * <ul>
 *   <li>{@code corpus=all}: all of them; {@code race.only=Latch}: those whose names have this in it
 *   <li>{@code race.repeat=9}: each of them nine times
 *   <li>{@code race.virtual=true}: in virtual threads, where there are any
 * </ul>
 */
class CorpusTest {
    private static final int REPEAT = Integer.getInteger("race.repeat", 1);
    private static final String ONLY = System.getProperty("race.only", "");
    private static final int SAMPLE = 6;
    private static final int EACH = System.getProperty("corpus", "sample").equals("all") || !ONLY.isEmpty() ? 1 : SAMPLE;

    @TestFactory
    Stream<DynamicTest> racyMemosAreFound() {
        return chosen(racy()).map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
            for (int i = 0; i < REPEAT; i++) {
                List<Race> races = Schedules.all(type);
                assertTrue(!races.isEmpty(), "missed");
                Race headline = races.get(0);
                if (!ONLY.isEmpty() && i == 0) {
                    races.forEach(System.out::println);
                }
                String first = headline.first().source();
                String second = headline.second().source();
                boolean sameLine = first.endsWith("// 1+2") && second.endsWith("// 1+2");
                boolean marked = first.endsWith("// 1") && second.endsWith("// 2");
                assertTrue(sameLine || marked, () -> "other lines than marked:\n" + headline);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> correctMemosAreNotAccused() {
        return chosen(raceFree()).map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
            for (int i = 0; i < REPEAT; i++) {
                assertEquals(List.of(), Schedules.all(type));
            }
        }));
    }

    @Test
    void theCorpusIsAsLargeAsItShouldBe() {
        if (!ONLY.isEmpty()) {
            return;
        }
        assertTrue(racy().count() >= 40);
        assertTrue(raceFree().count() >= 80);
    }

    private static Stream<Class<?>> chosen(Stream<Class<?>> all) {
        List<Class<?>> cases = all.toList();
        return IntStream.range(0, cases.size()).filter(i -> i % EACH == 0).mapToObj(cases::get);
    }

    private static Stream<Class<?>> racy() {
        return Stream.of(Racy.class, RacyCorners.class).flatMap(CorpusTest::cases);
    }

    private static Stream<Class<?>> raceFree() {
        return Stream.of(RaceFree.class, RaceFreeToo.class, RaceFreeCorners.class).flatMap(CorpusTest::cases);
    }

    private static Stream<Class<?>> cases(Class<?> corpus) {
        return Arrays.stream(corpus.getDeclaredClasses())
                .filter(Memoizer.class::isAssignableFrom)
                .filter(type -> type.getSimpleName().contains(ONLY) && !Modifier.isAbstract(type.getModifiers()))
                .sorted(Comparator.comparing(Class::getSimpleName)).map(type -> type);
    }
}
