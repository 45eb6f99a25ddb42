/**
 * The instructor's desk: judges the memos of one attendee, or of a whole class, by the kit's own promises.
 *
 * <p>{@link io.github.memoworkshop.judge.Main} is what an instructor starts. A submission is read
 * ({@code submission}), each of its memos is held against the tests of its stage in a process of its own
 * ({@code bench}), and what came of them is shown ({@code report}). The verdict is made here, in the judging process:
 * a promise is kept when each of its tests, which the judge knows by name, was answered for.
 */
package io.github.memoworkshop.judge;
