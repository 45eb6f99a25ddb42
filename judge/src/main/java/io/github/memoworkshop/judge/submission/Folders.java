package io.github.memoworkshop.judge.submission;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes folders that the judge has made. Thread-safe. */
public final class Folders {

    private Folders() {}

    /** Deletes a folder and what is in it. A link is deleted, not what it points to. What cannot be deleted stays. */
    public static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                file.toFile().setWritable(true); // git's files are read-only, which Windows heeds
                file.toFile().delete();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException unreadable) {
                directory.toFile().delete();
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
