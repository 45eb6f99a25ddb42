/**
 * What comes after memo4: other ways to keep its promises, and memos that break one on purpose to give something else.
 *
 * <p>{@code docs/after-memo4.md} tells of each of them what it gives and what it costs. All are safe for use by any
 * number of threads.
 */
package workshop.after;
