package io.github.memoworkshop.judge.bench;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the judge's own classes, and the libraries that they use, are loaded from. Immutable. */
public final class ClassPath {

    private final String path;

    /** A class path as {@code java -cp} takes it. */
    public ClassPath(String path) {
        this.path = Stream.of(path.split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The class path of this process; of this project's part of it if it runs inside of Maven. */
    public static ClassPath ofThisProcess() {
        if (ClassPath.class.getClassLoader() instanceof URLClassLoader inMaven) {
            return new ClassPath(Stream.of(inMaven.getURLs())
                    .map(url -> pathOf(url).toString())
                    .collect(Collectors.joining(File.pathSeparator)));
        }
        return new ClassPath(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    /** Where a class is loaded from, a folder or a jar. */
    static Path of(Class<?> type) {
        return pathOf(type.getProtectionDomain().getCodeSource().getLocation());
    }

    private static Path pathOf(URL url) {
        try {
            URI uri = url.toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url + " is not where a class can be loaded from.", e);
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
