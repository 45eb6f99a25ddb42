/**
 * The demo: eight requests for four slow pages, through any of the memos.
 *
 * <p>It is not a test; it lets a person see what a memo saves and what it costs.
 */
package io.github.memoworkshop.memotest.demo;
