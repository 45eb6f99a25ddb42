package workshop.corpus;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What came of one case: the tests that failed, how many there were, and how long it took.
 *
 * @param trouble why there is no verdict, or empty if there is one
 */
record Verdict(String trouble, int tests, List<Failure> failures, long millis) {

    private static final Pattern READABLE = Pattern.compile(
            "(?s).+\nRule: [^\n]+\nLook at: Memo\\.java:\\d+[^\n]*"
                    + "(\nReplay: mvn test \"-Dtest=\\w+#\\w+\" \"-Dmemotest\\.step=\\d+\")?");

    /** A failed test and the promise that it belongs to. */
    record Failure(String promise, String test, String message) {}

    void writeTo(DataOutputStream out) throws IOException {
        out.writeUTF(trouble);
        out.writeInt(tests);
        out.writeInt(failures.size());
        for (Failure failure : failures) {
            out.writeUTF(failure.promise);
            out.writeUTF(failure.test);
            out.writeUTF(failure.message);
        }
        out.writeLong(millis);
    }

    static Verdict readFrom(DataInputStream in) throws IOException {
        String trouble = in.readUTF();
        int tests = in.readInt();
        List<Failure> failures = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            failures.add(new Failure(in.readUTF(), in.readUTF(), in.readUTF()));
        }
        return new Verdict(trouble, tests, failures, in.readLong());
    }

    /** The promises that are broken. */
    Set<String> broken() {
        Set<String> promises = new TreeSet<>();
        failures.forEach(failure -> promises.add(failure.promise()));
        return promises;
    }

    /** Whether one of the promises that must catch a wrong memo says what it must say. */
    boolean hasWords(Case expected) {
        return failures.stream().anyMatch(failure ->
                expected.caughtBy().contains(failure.promise()) && failure.message().contains(expected.says()));
    }

    /** What is not as it should be, or null. */
    String driftFrom(Case expected) {
        if (!trouble.isEmpty()) {
            return trouble;
        }
        if (tests == 0) {
            return "No test was run.";
        }
        if (!expected.isWrong()) {
            return failures.isEmpty() ? null : "It is right, but fails:" + shown();
        }
        if (!broken().containsAll(expected.caughtBy())) {
            return "It is wrong, but is not caught by " + expected.caughtBy() + "." + shown();
        }
        List<String> unreadable = failures.stream().map(Failure::message).filter(it -> !isReadable(it)).toList();
        if (!unreadable.isEmpty()) {
            return "Not within 8 lines, first what was seen, then the rule, then the line to look at:\n"
                    + unreadable.get(0);
        }
        return hasWords(expected) ? null : "No failure says \"" + expected.says() + "\":" + shown();
    }

    /** Whether a message has the form that all have, and nothing of the workings of Java or of the tests. */
    private static boolean isReadable(String message) {
        return message.lines().count() <= 8
                && READABLE.matcher(message).matches()
                && !message.contains("java.base")
                && !message.contains("\tat ");
    }

    /** What is not as it should be with a right memo that was held against the lesson of the next stage, or null. */
    String driftFromLesson(String keepsAlso, String lesson) {
        if (!trouble.isEmpty() || tests == 0) {
            return trouble + " No verdict on " + lesson + ".";
        }
        if (keepsAlso.equals(lesson)) {
            return failures.isEmpty() ? null : "It says that it keeps " + lesson + ", too, but breaks it:" + shown();
        }
        return failures.isEmpty() ? "It keeps " + lesson + ", too. If that is right, say so in its first lines." : null;
    }

    private String shown() {
        StringBuilder text = new StringBuilder();
        failures.forEach(failure -> text.append("\n").append(failure.promise()).append('.').append(failure.test())
                .append(": ").append(failure.message()));
        return text.toString().replace("\n", "\n      ");
    }
}
