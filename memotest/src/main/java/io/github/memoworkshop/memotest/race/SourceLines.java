package io.github.memoworkshop.memotest.race;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Finds the line of source code that a site stands for, in the project that its class was compiled in. Thread safe. */
final class SourceLines {
    private static final Map<String, Optional<Path>> FILES = new ConcurrentHashMap<>();

    private SourceLines() {}

    /** The line without its indentation, or null where there is no such file or line. */
    static String of(String root, Site site) {
        String folder = site.type().contains(".") ? site.type().substring(0, site.type().lastIndexOf('.') + 1).replace('.', '/') : "";
        Optional<Path> file = FILES.computeIfAbsent(root + " " + folder + site.file(), k -> find(root, folder + site.file()));
        try {
            List<String> lines = file.isPresent() ? Files.readAllLines(file.get()) : List.of();
            return site.line() > 0 && site.line() <= lines.size() ? lines.get(site.line() - 1).strip() : null;
        } catch (IOException e) {
            return null;   // Not UTF-8, or gone: the report does without.
        }
    }

    private static Optional<Path> find(String root, String file) {
        Path start = root.startsWith("file:") ? Path.of(URI.create(root)) : Path.of("");
        return Stream.concat(Stream.iterate(start, p -> p != null, Path::getParent).limit(4), Stream.of(Path.of("")))
                .flatMap(p -> Stream.of("src/main/java", "src/test/java", "src", "").map(p::resolve))
                .map(p -> p.resolve(file)).filter(Files::isRegularFile).findFirst();
    }
}
