/**
 * A data-race detector for the memos of the workshop. {@link io.github.memoworkshop.memotest.race.Races} is the way in.
 *
 * <p>{@code Program} reads the class files of the code under test, {@code Instrumenter} puts calls of {@code Hooks}
 * into them, {@code WatchedLoader} defines the result. {@code Detector} keeps a vector clock for each thread and lock
 * and compares accesses; {@code LibraryCalls} and its helpers know what a call of a library's method means to it.
 */
package io.github.memoworkshop.memotest.race;
