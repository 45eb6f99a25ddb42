/**
 * Where a submission runs: in a process of its own, after it was found to use nothing that a memo does not need, and
 * with limits on all that it could use up.
 *
 * <p>{@link io.github.memoworkshop.judge.bench.Bench} is the process seen from the judge; the other classes but
 * {@link io.github.memoworkshop.judge.bench.Limits} and {@link io.github.memoworkshop.judge.bench.Answer} are what runs
 * inside. Three things keep a submission from forging an answer. It is compiled here, so its class files are what javac
 * makes of its sources. It is refused before any of it runs unless all that it refers to is on the list of
 * {@code allowed.txt}, so it cannot reach files, processes, the network, reflection, the tests or the channel to the
 * judge. And the judge asks for each test by name and takes no answer without the secret of this process.
 */
package io.github.memoworkshop.judge.bench;
