package io.github.memoworkshop.memotest.race;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Switches the race detector off for one test, or for all tests of a class. The reason is printed when the test runs.
 * Honoured by whatever begins its watch with {@link Races#watch(Class, java.lang.reflect.AnnotatedElement...)}.
 *
 * <pre>{@code
 * @RacesOff("a lost hit does not matter")
 * }</pre>
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RacesOff {

    /** Why. */
    String value();
}
