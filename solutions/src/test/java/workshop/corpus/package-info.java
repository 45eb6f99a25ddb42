/**
 * The tests are tested: a corpus of wrong memos, each of which a promise must catch, and of right memos, none of which
 * may fail.
 *
 * <p>The memos are in {@code src/test/corpus}. They are no part of any build path; {@link workshop.corpus.CorpusTest}
 * has each of them compiled and judged by worker processes.
 */
package workshop.corpus;
