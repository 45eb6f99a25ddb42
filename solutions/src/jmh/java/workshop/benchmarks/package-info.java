/**
 * How fast the memos are, measured with JMH beside what the field uses, and rendered into {@code docs/benchmarks.md}.
 *
 * <p>No test: nothing here decides whether a memo is right. {@link workshop.benchmarks.Benchmarks} runs everything.
 */
package workshop.benchmarks;
