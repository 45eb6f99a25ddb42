package io.github.memoworkshop.judge.submission;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads submissions, in whatever form they are handed in. Thread-safe. */
public final class Submissions {

    private static final long MOST_UNPACKED = 500_000_000;
    private static final int GIT_MINUTES = 5;
    private static final Pattern GIT =
            Pattern.compile("(https?|ssh|git|file)://.*|[\\w.-]+@[\\w.-]+:.*|.*\\.(git|bundle)");

    private Submissions() {}

    /**
     * Reads one submission.
     *
     * @param where a folder; a zip, tar or tar.gz file; a single Java file; or what git can clone: a URL, a bundle or
     *     a folder whose name ends with {@code .git}
     * @throws UnreadableException if there is nothing there that can be judged
     */
    public static Submission read(String where) throws UnreadableException {
        try {
            if (GIT.matcher(where).matches()) {
                return fromGit(where);
            }
            Path path = Path.of(where);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnreadableException("There is no " + where + ": give the path of a project, of an archive of"
                        + " it, or of a Memo.java, or a URL that git can clone.");
            }
            SourceFiles files = new SourceFiles();
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                readFolder(path, files);
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                readFile(path, files);
            } else {
                throw new UnreadableException(path.getFileName() + " is a link, and links are not followed.");
            }
            return files.submission();
        } catch (IOException | RuntimeException e) { // the libraries throw either for a damaged archive
            throw new UnreadableException("It cannot be read, perhaps it is damaged: "
                    + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** What is handed in together: the name of each file and folder in there that is not hidden, in order. */
    public static List<String> namesIn(Path folder) throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static void readFolder(Path folder, SourceFiles files) throws IOException, UnreadableException {
        List<Path> regular = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() { // which does not follow links
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    regular.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(regular);
        for (Path file : regular) {
            String path = folder.relativize(file).toString().replace(File.separatorChar, '/');
            files.offer(path, () -> Files.newInputStream(file));
        }
        // Learning platforms put what was handed in into a folder of its own.
        List<Path> archives = regular.stream().filter(Submissions::isArchive).toList();
        if (files.isEmpty() && archives.size() == 1) {
            readFile(archives.get(0), files);
        }
    }

    private static boolean isArchive(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches("(?s).*\\.(zip|jar|tar|tgz|tar\\.gz)");
    }

    private static void readFile(Path file, SourceFiles files) throws IOException, UnreadableException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".java")) {
            files.offer(file.getFileName().toString(), () -> Files.newInputStream(file));
        } else if (name.endsWith(".zip") || name.endsWith(".jar")) {
            readZip(file, files);
        } else if (name.endsWith(".tar")) {
            try (InputStream in = Files.newInputStream(file)) {
                readTar(in, files);
            }
        } else if (name.endsWith(".tgz") || name.endsWith(".tar.gz")) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                readTar(in, files);
            }
        } else {
            throw new UnreadableException(file.getFileName()
                    + " is no project: hand in a folder, a zip, tar or tar.gz file of it, or a Memo.java.");
        }
    }

    private static void readZip(Path file, SourceFiles files) throws IOException, UnreadableException {
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                if (!entry.isDirectory() && !entry.isUnixSymlink()) {
                    files.offer(entry.getName(), () -> zip.getInputStream(entry));
                }
            }
        }
    }

    private static void readTar(InputStream packed, SourceFiles files) throws IOException, UnreadableException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(packed))) {
            long unpacked = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpacked += entry.getSize();
                if (unpacked > MOST_UNPACKED) {
                    throw new UnreadableException("It unpacks to more than " + MOST_UNPACKED / 1_000_000
                            + " MB: hand in the project without what is built from it.");
                }
                if (entry.isFile() && !entry.isSymbolicLink() && !entry.isLink()) {
                    files.offer(entry.getName(), () -> new Unclosed(tar));
                }
            }
        }
    }

    /** One entry of an archive, which can be closed without closing the archive. */
    private static final class Unclosed extends FilterInputStream {

        Unclosed(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() {}
    }

    private static Submission fromGit(String where) throws IOException, UnreadableException {
        Path folder = Files.createTempDirectory("memo-judge");
        Path log = folder.resolve("git.log");
        try {
            Path clone = folder.resolve("clone");
            Process git = new ProcessBuilder(
                            "git", "-c", "core.symlinks=false", "-c", "protocol.ext.allow=never", "clone", "--quiet",
                            "--depth", "1", "--no-recurse-submodules", "--template=", "--", where, clone.toString())
                    .redirectInput(ProcessBuilder.Redirect.from(Files.createFile(folder.resolve("no-input")).toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!git.waitFor(GIT_MINUTES, TimeUnit.MINUTES)) {
                git.destroyForcibly();
                throw new UnreadableException("git has not cloned it within " + GIT_MINUTES + " minutes.");
            }
            if (git.exitValue() != 0) {
                throw new UnreadableException("git cannot clone it: " + Files.readString(log).strip());
            }
            SourceFiles files = new SourceFiles();
            readFolder(clone, files);
            return files.submission();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git was cloning", e);
        } finally {
            Folders.delete(folder);
        }
    }
}
