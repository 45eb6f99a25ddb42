package io.github.memoworkshop.judge.bench;

import static java.util.stream.Collectors.toMap;

import io.github.memoworkshop.judge.submission.Submission;
import io.github.memoworkshop.judge.submission.Submissions;
import io.github.memoworkshop.judge.submission.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A submission that means harm: a wrong memo1 that tries something. Its first lines say what it tries, what stops it,
 * and what it is allowed besides what a memo may do, to see what else would stop it, or how low its limits are, in
 * seconds. Each is bounded by itself: nothing lasts longer than a minute or takes more than a few megabytes, even if
 * nothing stops it.
 */
record Hostile(Path file, Map<String, String> header) {

    static Stream<Hostile> allIn(String folder) {
        try (Stream<Path> files = Files.list(Path.of("src/test/hostile", folder))) {
            return files.sorted().map(Hostile::of).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Hostile of(Path file) {
        try {
            return new Hostile(file, Files.readAllLines(file).stream()
                    .takeWhile(line -> line.startsWith("// "))
                    .map(line -> line.substring(3).split(": ?", 2))
                    .collect(toMap(words -> words[0], words -> words[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String stoppedBy() {
        return header.get("stopped by");
    }

    List<String> allowed() {
        return header.containsKey("allow") ? List.of(header.get("allow").split("; ")) : List.of();
    }

    Submission submission() throws UnreadableException {
        return Submissions.read(file.toString());
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
