/**
 * What a memo can promise, one interface each, in the form of tests.
 *
 * <p>A stage's test class implements the promises that its memo has to keep. In these tests a <i>lab</i> holds the
 * fetches until the test opens them and starts the callers one at a time, so that every run takes the same course.
 */
package workshop.promises;
