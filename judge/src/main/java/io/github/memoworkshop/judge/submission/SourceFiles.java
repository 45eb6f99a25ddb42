package io.github.memoworkshop.judge.submission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Picks the files that are judged out of all that was handed in.
 *
 * <p>In a Maven project these are the files below {@code src/main/java}. Files that lie elsewhere, in a flat archive
 * for example, go where their package declaration says. Not thread-safe.
 */
final class SourceFiles {

    private static final int MOST_FILES = 50_000;
    private static final int MOST_BYTES = 1_000_000;

    private static final String MAIN = "src/main/java/";
    private static final Set<String> NOT_SOURCE = Set.of("target", "build", "out", "bin", "__MACOSX", "node_modules");
    private static final Pattern MEMO = Pattern.compile("workshop/memo\\d+/Memo\\.java");
    private static final Pattern JAVA_FILE =
            Pattern.compile("([\\p{L}_$][\\p{L}\\p{N}_$]*/)*[\\p{L}_$][\\p{L}\\p{N}_$-]*\\.java");
    private static final Pattern PACKAGE = Pattern.compile(
            "(?:\\s|//[^\\r\\n]*|/\\*(?:[^*]|\\*(?!/))*+\\*/)*+package\\s+([\\p{L}\\p{N}_$.]+)\\s*;.*", Pattern.DOTALL);

    private static final Pattern MEMO_CLASS = Pattern.compile("(?m)^public\\s+(final\\s+)?class\\s+Memo\\b");

    private record Found(String path, byte[] code) {}

    private final List<Found> found = new ArrayList<>();
    private int files;
    private long bytes;

    /** Opens a file, when it is asked for. */
    @FunctionalInterface
    interface Content {

        /** The bytes of the file. */
        InputStream open() throws IOException;
    }

    /** Looks at one file of the submission, and takes it if it may be source code. */
    void offer(String path, Content content) throws IOException, UnreadableException {
        if (++files > MOST_FILES) {
            throw new UnreadableException("It has more than " + MOST_FILES + " files: hand in the project alone.");
        }
        String unixPath = path.replace('\\', '/');
        if (!unixPath.endsWith(".java") || isElsewhere(unixPath)) {
            return;
        }
        try (InputStream in = content.open()) {
            byte[] code = in.readNBytes(MOST_BYTES + 1);
            bytes += code.length;
            if (bytes > MOST_BYTES) {
                throw new UnreadableException("It has more than " + MOST_BYTES / 1_000_000 + " MB of source code, up"
                        + " to " + path + ": hand in the memos and their own classes alone.");
            }
            found.add(new Found(unixPath, code));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    private static boolean isElsewhere(String path) {
        int main = path.indexOf(MAIN);
        String above = path.substring(0, main < 0 ? path.lastIndexOf('/') + 1 : main);
        return ("/" + path).contains("/src/test/")
                || Stream.of(above.split("/")).anyMatch(part ->
                        NOT_SOURCE.contains(part) || part.startsWith(".") && !part.equals(".") && !part.equals(".."));
    }

    /** The submission that these files make. */
    Submission submission() throws UnreadableException {
        Set<String> projects = new TreeSet<>();
        for (Found file : found) {
            int main = ("/" + file.path).lastIndexOf("/" + MAIN);
            if (main >= 0 && MEMO.matcher(file.path.substring(main + MAIN.length())).matches()) {
                projects.add(file.path.substring(0, main));
            }
        }
        if (projects.size() > 1) {
            throw new UnreadableException(
                    "It has more than one project, " + String.join(" and ", projects) + ": hand in one of them.");
        }
        SortedMap<String, String> sources = new TreeMap<>();
        for (Found file : found) {
            if (projects.isEmpty()) {
                place(file, byItsPackage(file), sources);
            } else {
                String main = projects.iterator().next() + MAIN;
                if (file.path.startsWith(main)) {
                    place(file, file.path.substring(main.length()), sources);
                }
            }
        }
        if (sources.keySet().stream().noneMatch(path -> MEMO.matcher(path).matches())) {
            throw new UnreadableException("There is no memo in it: neither src/main/java/workshop/memo1/Memo.java nor"
                    + " another file Memo.java that begins with \"package workshop.memo1;\" to \"memo4;\".");
        }
        return new Submission(sources);
    }

    private static void place(Found file, String path, SortedMap<String, String> sources) throws UnreadableException {
        if (!JAVA_FILE.matcher(path).matches()) {
            return;
        }
        try {
            Path.of(path);
        } catch (InvalidPathException e) {
            throw new UnreadableException("The name of " + file.path + " cannot be written here:"
                    + " judge on a computer that is set up for UTF-8.");
        }
        if (sources.put(path, text(file)) != null) {
            throw new UnreadableException("It has two files for " + path + ", one of them is " + file.path
                    + ": hand in one of them.");
        }
    }

    private static String byItsPackage(Found file) throws UnreadableException {
        String text = text(file);
        // A file that was sent about may be called Memo(1).java or alice.java.
        String name = MEMO_CLASS.matcher(text).find()
                ? "Memo.java"
                : file.path.substring(file.path.lastIndexOf('/') + 1);
        Matcher declaration = PACKAGE.matcher(text);
        return declaration.matches() ? declaration.group(1).replace('.', '/') + "/" + name : name;
    }

    private static String text(Found file) throws UnreadableException {
        ByteBuffer code = ByteBuffer.wrap(file.code);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(code).toString();
        } catch (CharacterCodingException e) {
            // The decoder has stopped in front of the first byte that is wrong.
            long line = 1;
            for (int i = 0; i < code.position(); i++) {
                line += file.code[i] == '\n' ? 1 : 0;
            }
            throw new UnreadableException(
                    "Line " + line + " of " + file.path + " is not UTF-8: save the file in that encoding.");
        }
    }
}
