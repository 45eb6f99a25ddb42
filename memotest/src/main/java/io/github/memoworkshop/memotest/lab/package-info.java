/**
 * A laboratory for concurrent memoizers, in which the test decides who moves and when.
 *
 * <p>Fetches are held until the test opens them, callers are started one at a time, and a verdict never depends on
 * how long something took: "these two fetches are under way at this moment" is a fact that a
 * {@link io.github.memoworkshop.memotest.lab.Lab} can state, "it took less than 300 ms" would be a guess.
 */
package io.github.memoworkshop.memotest.lab;
