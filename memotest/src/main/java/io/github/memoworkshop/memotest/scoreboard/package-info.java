/**
 * Prints where a learner stands after each test run: which promises the memo of each stage keeps, and one next step.
 *
 * <p>JUnit finds the {@link io.github.memoworkshop.memotest.scoreboard.ScoreboardListener} by itself, in Maven and in
 * an IDE. A test class takes part when it is a {@link io.github.memoworkshop.memotest.scoreboard.Stage}; the promises
 * are the interfaces that it has its tests from. Where there is no stage, nothing is printed. The package needs
 * {@code junit-platform-launcher}, which every run of JUnit has; the rest of the library does without it.
 */
package io.github.memoworkshop.memotest.scoreboard;
