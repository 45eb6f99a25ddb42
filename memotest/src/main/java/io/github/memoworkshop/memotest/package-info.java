/**
 * The contract of the workshop: a slow {@link io.github.memoworkshop.memotest.Fetch} and the
 * {@link io.github.memoworkshop.memotest.Memoizer} that spares it; and the
 * {@link io.github.memoworkshop.memotest.MemoExecutor}, which puts a memoizer to use.
 *
 * <p>It is the Java form of the {@code memotest} and {@code memo1} to {@code memo4} packages in chapter 9.7,
 * "Example: Concurrent Non-Blocking Cache", of <i>The Go Programming Language</i> (Donovan and Kernighan, 2015).
 */
package io.github.memoworkshop.memotest;
