/** Finds the source text that a class was compiled from. */
package io.github.memoworkshop.memotest.source;
