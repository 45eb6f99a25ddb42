package workshop.corpus;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One memo of the corpus, {@code wrong/memo2/NoLock.java} for example. What is expected of it is in the comment lines
 * at the top of its file.
 *
 * @param file where its source is
 * @param name what it is called in the table
 * @param header what its first lines say, by their first words
 */
record Case(Path file, String name, Map<String, String> header) {

    /** All cases in this folder and below, in alphabetical order. */
    static List<Case> allIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(file -> of(folder, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case of(Path folder, Path file) {
        try {
            Map<String, String> header = Files.readAllLines(file).stream()
                    .takeWhile(line -> line.startsWith("// "))
                    .map(line -> line.substring(3).split(": ", 2))
                    .collect(toMap(words -> words[0], words -> words[1]));
            String name = folder.relativize(file).toString().replace('\\', '/').replace(".java", "");
            return new Case(file, name, header);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("The first lines of " + file + " are not as they should be.", e);
        }
    }

    boolean isWrong() {
        return name.startsWith("wrong/");
    }

    /** The stage that the memo was written for. */
    int stage() {
        return Integer.parseInt(name.split("/")[1].substring("memo".length()));
    }

    /** The promises that must catch it, none if it is right. */
    List<String> caughtBy() {
        return isWrong() ? List.of(header.get("caught by").split(", ")) : List.of();
    }

    /** What a failure of one of these promises must say. */
    String says() {
        return header.get("says");
    }

    /** The promise of the next stage that a right memo keeps already, or an empty text. */
    String keepsAlso() {
        return header.getOrDefault("keeps also", "");
    }
}
