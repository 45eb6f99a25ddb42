package io.github.memoworkshop.memotest.race;

/**
 * One place in the code under test where something happens that other threads may notice: a field or array access, a
 * call, a monitor operation. Immutable.
 *
 * @param type   the class that holds the code, for example {@code workshop.memo1.Memo$Entry}
 * @param method the method that holds the code
 * @param file   the source file, for example {@code Memo.java}
 * @param line   the line in that file, or 0 where the class file does not say
 * @param owner  the class of the field or method used here, or {@code null} for arrays and monitors
 * @param name   the name of the field or method used here, or {@code null} for arrays and monitors
 * @param desc   the JVM descriptor of the field or method used here, or {@code null}
 * @param flags  the JVM access flags of the field used here, or 0
 */
public record Site(
        String type, String method, String file, int line, String owner, String name, String desc, int flags) {

    /** The same place as part of a stack trace. */
    public StackTraceElement frame() {
        return new StackTraceElement(type, method, file, line);
    }

    /** "Memo.java:24". */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
