import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes what a workshop without a network needs: the starter project, a local repository with which it builds, and a
 * Maven. Run it in the root of the kit while there is a network: {@code java offline/Bundle.java}.
 *
 * <p>The repository holds what each Maven of {@code offline.mavens} in the root pom asks for when it runs the project,
 * because each of them runs it here. {@code dependency:go-offline} would leave out what Surefire looks up only when
 * there are tests to run.
 */
final class Bundle {

    private static final String MVN = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
            ? "mvn.cmd"
            : "mvn";

    private final Path root = Path.of("").toAbsolutePath();
    private final Path work = root.resolve("target/offline");
    private final Path bundle = work.resolve("memo-workshop-offline");
    private final Path repository = bundle.resolve("repository");
    private final Path starter = bundle.resolve("my-memos");
    private final String pom;

    private Bundle() throws IOException {
        if (!Files.exists(root.resolve("offline/Bundle.java"))) {
            throw new IOException("start it in the root of the kit, with java offline/Bundle.java");
        }
        pom = Files.readString(root.resolve("pom.xml"));
    }

    public static void main(String... args) throws InterruptedException {
        try {
            new Bundle().make();
        } catch (IOException e) {
            System.err.println("There is no bundle: " + e.getMessage());
            System.exit(1);
        }
    }

    private void make() throws IOException, InterruptedException {
        delete(work, ".*");
        Files.createDirectories(bundle);
        Files.copy(root.resolve("offline/README.txt"), bundle.resolve("README.txt"));

        System.out.println("Building the kit and a starter project");
        maven(root, MVN, "install", "-DskipTests");
        maven(bundle, MVN, plugin("archetype", "generate"), "-DarchetypeCatalog=local",
                "-DarchetypeGroupId=io.github.memoworkshop", "-DarchetypeArtifactId=memo-workshop-archetype",
                "-DarchetypeVersion=" + version(), "-DartifactId=" + starter.getFileName());
        library("memo-workshop", root.resolve("pom.xml"), ".pom");
        library("memotest", root.resolve("memotest/pom.xml"), ".pom");
        library("memotest", root.resolve("memotest/target/memotest-" + version() + ".jar"), ".jar");

        for (String version : property("offline.mavens").split(" ")) {
            System.out.println("Running it with Maven " + version);
            maven(root, MVN, "-N", plugin("dependency", "copy"), "-DoutputDirectory=" + work,
                    "-Dartifact=org.apache.maven:apache-maven:" + version + ":zip:bin");
            Path home = unzip(work.resolve("apache-maven-" + version + "-bin.zip"));
            maven(starter, home.resolve("bin").resolve(MVN).toString(), "-Dmaven.repo.local=" + repository,
                    "clean", "test", "exec:java", "-Dexec.args=memo1", "-Dmaven.test.failure.ignore=true");
            if (!Files.exists(bundle.resolve("maven"))) {
                Files.move(home, bundle.resolve("maven"));
            }
        }
        delete(starter.resolve("target"), ".*");
        delete(repository, "_remote\\.repositories|resolver-status\\.properties|.*\\.(sha1|lastUpdated)");
        // The same in each of the Maven versions, relative to the folder in which mvn is typed.
        Files.writeString(starter.resolve(".mvn/maven.config"), "-o\n-Dmaven.repo.local=../repository\n");

        Path zip = zip();
        System.out.printf(Locale.ROOT, "%s%n%d files, %.1f MB; zipped %.1f MB, SHA-256 %s%n",
                root.relativize(zip), files(bundle).size(), size(files(bundle)), size(List.of(zip)), sha256(zip));
    }

    private String version() {
        return first("<version>([^<]+)");
    }

    private String property(String name) {
        return first("<" + Pattern.quote(name) + ">([^<]+)");
    }

    private String first(String regex) {
        Matcher found = Pattern.compile(regex).matcher(pom);
        if (!found.find()) {
            throw new IllegalStateException("The root pom has no " + regex);
        }
        return found.group(1);
    }

    private String plugin(String name, String goal) {
        return "org.apache.maven.plugins:maven-" + name + "-plugin:" + property("maven-" + name + "-plugin.version")
                + ":" + goal;
    }

    /** Runs Maven in a folder, with what it prints in a file. */
    private void maven(Path folder, String mvn, String... args) throws IOException, InterruptedException {
        Path log = work.resolve("maven.log");
        List<String> command = new ArrayList<>(List.of(mvn, "-B", "-ntp"));
        Collections.addAll(command, args);
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " failed; see the end of " + log);
        }
    }

    /** Puts a file of the kit where Maven looks for it; what an installation writes beside it is of no use here. */
    private void library(String artifact, Path file, String extension) throws IOException {
        Path folder = repository.resolve("io/github/memoworkshop").resolve(artifact).resolve(version());
        Files.createDirectories(folder);
        Files.copy(file, folder.resolve(artifact + "-" + version() + extension));
    }

    /** Unpacks a Maven beside its archive, and returns its home. */
    private Path unzip(Path archive) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("enablePosixFileAttributes", "true"))) {
            for (Path file : files(zip.getPath("/"))) {
                Path copy = work.resolve(file.toString().substring(1));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                if (executable(copy) && !copy.toFile().setExecutable(true)) {
                    throw new IOException(copy + " cannot be made executable");
                }
            }
        }
        return work.resolve(archive.getFileName().toString().replace("-bin.zip", ""));
    }

    private static boolean executable(Path file) {
        return file.getParent().endsWith("bin") && !file.getFileName().toString().contains(".");
    }

    /** Packs the bundle: in order, with one time for all, and with what may be executed marked as such. */
    private Path zip() throws IOException {
        Path archive = work.resolve(bundle.getFileName() + ".zip");
        FileTime time = FileTime.from(Instant.parse(property("project.build.outputTimestamp")));
        Map<String, String> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem zip = FileSystems.newFileSystem(archive, options); Stream<Path> all = Files.walk(bundle)) {
            for (Path file : all.sorted().toList()) {
                Path packed = zip.getPath(work.relativize(file).toString().replace('\\', '/'));
                Files.copy(file, packed); // of a folder this makes an empty one
                boolean open = Files.isDirectory(file) || executable(file);
                String permissions = open ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(packed, PosixFilePermissions.fromString(permissions));
                Files.setLastModifiedTime(packed, time);
            }
        }
        return archive;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }

    private static double size(List<Path> files) throws IOException {
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        return size / 1e6;
    }

    /** All files below a folder, in order. */
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Deletes the files below a folder whose names match, and folders that are empty then. */
    private static void delete(Path folder, String names) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Collections.reverseOrder()).toList()) {
                if (Files.isDirectory(file)) {
                    file.toFile().delete(); // which does nothing to a folder that is not empty
                } else if (file.getFileName().toString().matches(names)) {
                    Files.delete(file);
                }
            }
        }
    }
}
