/**
 * What is handed in: a folder, an archive, a single file or a git repository, reduced to the source files that are
 * judged.
 *
 * <p>Nothing of it is trusted. Archives are never unpacked: their entries are read in memory and up to a limit, names
 * and paths decide nothing but which files count, and links are not followed. Tests, build files, class files and
 * resources are not even looked at.
 */
package io.github.memoworkshop.judge.submission;
