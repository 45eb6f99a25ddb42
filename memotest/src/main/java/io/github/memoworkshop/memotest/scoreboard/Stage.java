package io.github.memoworkshop.memotest.scoreboard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test class that holds one memo against promises, and has a row on the scoreboard. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Stage {

    /** Its place among the stages, from 1. */
    int number();

    /** The memo that the learner writes. */
    Class<?> memo();

    /** What whoever made all tests pass knows now, in a sentence. */
    String learned();

    /** What is still wrong with a memo that passes, in a sentence. The last stage leaves it out. */
    String next() default "";

    /** What to do when all tests pass: a file to open, what to read, a command to give. */
    String toDo() default "";
}
