package io.github.memoworkshop.memotest.picture;

/**
 * What a memo did with some requests, beside the best possible. Both have the same lanes and the same scale. Immutable.
 *
 * @param seen what the memo did
 * @param ideal what a memo would have done that fetches each key once, and all of them side by side
 */
public record Comparison(Picture seen, Picture ideal) {}
