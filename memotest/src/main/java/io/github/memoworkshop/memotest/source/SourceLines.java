package io.github.memoworkshop.memotest.source;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Finds lines of source code in the project that a class was compiled in: above the folder that the class was loaded
 * from, or in the current one. Thread safe.
 */
public final class SourceLines {

    private static final List<String> FOLDERS = List.of("src/main/java", "src/test/java", "src", "");

    private final Path compiled;
    private final ConcurrentMap<String, Optional<Path>> files = new ConcurrentHashMap<>();

    /** The lines of whatever was compiled together with this class. */
    public SourceLines(Class<?> type) {
        compiled = folderOf(type);
    }

    /**
     * The line without its indentation, or nothing where there is no such file or line.
     *
     * @param className the full name of a class
     * @param file      the name of its source file, or {@code null} if that is not known
     * @param number    the number of the line, from 1
     */
    public Optional<String> line(String className, String file, int number) {
        List<String> lines = file(className, file).map(SourceLines::read).orElse(List.of());
        return number < 1 || number > lines.size() ? Optional.empty() : Optional.of(lines.get(number - 1).strip());
    }

    /** Where this class was compiled from, or nothing where there is no such file. The parameters are as above. */
    public Optional<Path> file(String className, String file) {
        String folder = className.substring(0, className.lastIndexOf('.') + 1).replace('.', '/');
        return files.computeIfAbsent(folder + file, this::find);
    }

    /** All lines of a file, or none if it is not UTF-8, or gone. */
    public static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private Optional<Path> find(String file) {
        Stream<Path> above = Stream.iterate(compiled, folder -> folder != null, Path::getParent).limit(4);
        return Stream.concat(above, Stream.of(Path.of("")))
                .flatMap(folder -> FOLDERS.stream().map(folder::resolve))
                .map(folder -> folder.resolve(file)).filter(Files::isRegularFile).findFirst();
    }

    private static Path folderOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            boolean isFile = location != null && location.getProtocol().equals("file");
            return isFile ? Path.of(location.toURI()) : Path.of("");
        } catch (URISyntaxException e) {
            return Path.of(""); // a location that no path can name
        }
    }
}
