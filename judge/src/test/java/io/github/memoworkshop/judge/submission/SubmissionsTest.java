package io.github.memoworkshop.judge.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions are read in whatever form they come, only what is judged is taken, and what is wrong is said. */
class SubmissionsTest {

    private static final String MEMO = "package workshop.memo1;\npublic final class Memo<K, V> {}\n";
    private static final String ODD_NAME = "Zoë \uD83D\uDE00 \u202Ecod.<b>, \"x\"";

    @TempDir
    private Path folder;

    @Test
    void aProject() throws Exception {
        Path project = folder.resolve(ODD_NAME.replaceAll("[<>\"]", "")); // Windows allows no such name
        write(project.resolve("src/main/java/workshop/memo1/Memo.java"), MEMO);
        write(project.resolve("src/main/java/workshop/memo1/Result.java"), "package workshop.memo1; class Result {}");
        write(project.resolve("src/main/java/other/build/Deep.java"), "package other.build; class Deep {}");
        write(project.resolve("src/main/java/META-INF/services/javax.annotation.processing.Processor"), "Evil");
        write(project.resolve("src/test/java/workshop/memo1/Memo1Test.java"), "package workshop.memo1;");
        write(project.resolve("target/generated/workshop/memo1/Other.java"), "package workshop.memo1;");
        write(project.resolve("pom.xml"), "<project/>");

        Set<String> taken = Submissions.read(project.toString()).sources().keySet();

        assertEquals(
                Set.of("workshop/memo1/Memo.java", "workshop/memo1/Result.java", "other/build/Deep.java"), taken);
    }

    @Test
    void aZipOrTarOfAProject() throws Exception {
        Map<String, String> files = Map.of(
                "my-memos/src/main/java/workshop/memo1/Memo.java", MEMO,
                "my-memos/src/test/java/workshop/memo1/Memo1Test.java", "not even Java",
                "__MACOSX/my-memos/src/main/java/workshop/memo1/._Memo.java", "\0");

        for (String name : new String[] {"a.zip", "A.ZIP", "a.jar", "a.tar", "a.tar.gz", "a.tgz"}) {
            assertTakesOnlyTheMemo(archive(name, files));
        }
    }

    @Test
    void aSingleFileWhateverItsName() throws Exception {
        assertTakesOnlyTheMemo(write(folder.resolve("Memo.java"), MEMO));
        assertTakesOnlyTheMemo(write(folder.resolve("alice (1).java"), "/* hi; package x; */ // y\n" + MEMO));
    }

    @Test
    void anArchiveInAFolderOfItsOwn() throws Exception {
        Files.createDirectory(folder.resolve("alice"));
        archive("alice/hand-in.zip", Map.of("Memo.java", MEMO));

        assertTakesOnlyTheMemo(folder.resolve("alice"));
    }

    @Test
    void aGitRepository() throws Exception {
        Path project = folder.resolve("project");
        write(project.resolve("src/main/java/workshop/memo1/Memo.java"), MEMO);
        git(project, "init", "--quiet");
        git(project, "add", ".");
        git(project, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "memo1");
        git(project, "bundle", "create", "--quiet", folder.resolve("alice.bundle").toString(), "HEAD");
        git(folder, "clone", "--quiet", "--bare", project.toString(), folder.resolve("bob.git").toString());

        assertTakesOnlyTheMemo(folder.resolve("alice.bundle"));
        assertTakesOnlyTheMemo(folder.resolve("bob.git"));
        assertEquals(1, Submissions.read(project.toUri().toString()).sources().size());
        assertSays("git cannot clone it", folder.resolve("nobody.git").toString());
        assertSays("git cannot clone it", "ext::sh -c exit.git");
    }

    @Test
    void namesThatLeadOutsideLeadNowhere() throws Exception {
        Path zip = archive("a.zip", Map.of(
                "../../outside.java", MEMO,
                "/etc/absolute.java", "package ..; class A {}",
                "x\\..\\..\\windows.java", "class B {}"));

        assertEquals(Set.of("workshop/memo1/Memo.java"), Set.copyOf(Submissions.read(zip.toString()).sources().keySet()
                .stream().filter(path -> path.startsWith("workshop")).toList()));
        assertTrue(Submissions.read(zip.toString()).sources().keySet().stream().noneMatch(path -> path.contains("..")));
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path secret = write(folder.resolve("secret/Memo.java"), MEMO);
        Path zip = folder.resolve("link.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            ZipArchiveEntry link = new ZipArchiveEntry("Memo.java");
            link.setUnixMode(UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM);
            out.putArchiveEntry(link);
            out.write(secret.toString().getBytes(StandardCharsets.UTF_8));
            out.closeArchiveEntry();
        }
        Path tar = folder.resolve("link.tar");
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
            TarArchiveEntry link = new TarArchiveEntry("Memo.java", TarConstants.LF_SYMLINK);
            link.setLinkName(secret.toString());
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
        }

        assertSays("There is no memo in it", zip.toString());
        assertSays("There is no memo in it", tar.toString());
        Path links = Files.createDirectory(folder.resolve("links"));
        try {
            Files.createSymbolicLink(links.resolve("Memo.java"), secret);
        } catch (IOException | UnsupportedOperationException e) {
            return; // Windows lets only some users make links, and without links nothing can go wrong
        }
        assertSays("There is no memo in it", links.toString());
        assertSays("Memo.java is a link", links.resolve("Memo.java").toString());
    }

    @Test
    void bombsAreNotUnpacked() throws Exception {
        String large = MEMO + "// ".repeat(400_000);
        assertSays("more than 1 MB of source", archive("large.zip", Map.of("Memo.java", large)).toString());
        assertSays("more than 1 MB of source", archive("large.tar.gz", Map.of("Memo.java", large)).toString());
        assertSays("more than 1 MB of source",
                write(folder.resolve("large/Memo.java"), MEMO + "// 10 MB ".repeat(1_200_000)).getParent().toString());

        Path tar = folder.resolve("bomb.tgz"); // which says of itself that it is large
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(tar))) {
            TarArchiveEntry entry = new TarArchiveEntry("zeros");
            entry.setSize(1_000_000_000);
            byte[] header = new byte[512];
            entry.writeEntryHeader(header);
            out.write(header);
        }
        assertSays("unpacks to more than 500 MB", tar.toString());
    }

    @Tag("all")
    @Test
    void norAreTooManyFiles() throws Exception {
        Path many = folder.resolve("many.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(many))) {
            for (int i = 0; i <= 50_000; i++) {
                zip.putNextEntry(new ZipEntry("" + i));
            }
        }
        assertSays("more than 50000 files", many.toString());
    }

    @Test
    void whatIsWrongIsSaidInASentence() throws Exception {
        assertSays("There is no " + folder.resolve("nobody") + ":", folder.resolve("nobody").toString());
        assertSays("There is no memo in it", Files.createDirectory(folder.resolve("empty")).toString());
        assertSays("report.docx is no project", write(folder.resolve("report.docx"), "").toString());
        assertSays("It cannot be read, perhaps it is damaged", write(folder.resolve("bad.zip"), "PK").toString());
        assertSays("It cannot be read, perhaps it is damaged", write(folder.resolve("bad.tgz"), "no tgz").toString());
        assertSays("There is no memo in it", write(folder.resolve("Memo.java"), "class Memo {}").toString());

        Path latin = folder.resolve("Latin.java");
        Files.write(latin, (MEMO + "// f\u00fcr\n").getBytes(StandardCharsets.ISO_8859_1));
        assertSays("Line 3 of Latin.java is not UTF-8", latin.toString());

        Path two = folder.resolve("two");
        write(two.resolve("a/src/main/java/workshop/memo1/Memo.java"), MEMO);
        write(two.resolve("b/src/main/java/workshop/memo1/Memo.java"), MEMO);
        assertSays("It has more than one project, a/ and b/", two.toString());

        Path twice = folder.resolve("twice");
        write(twice.resolve("Memo.java"), MEMO);
        write(twice.resolve("old/Memo.java"), MEMO);
        assertSays("It has two files for workshop/memo1/Memo.java", twice.toString());
    }

    private static void assertTakesOnlyTheMemo(Path where) throws Exception {
        assertEquals(Set.of("workshop/memo1/Memo.java"), Submissions.read(where.toString()).sources().keySet());
    }

    private static void assertSays(String sentence, String where) {
        String message = assertThrows(UnreadableException.class, () -> Submissions.read(where)).getMessage();
        assertTrue(message.contains(sentence), message);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path archive(String name, Map<String, String> files) throws IOException {
        Path archive = folder.resolve(name);
        if (name.toLowerCase().matches(".*(zip|jar)")) {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                for (String path : files.keySet()) {
                    zip.putNextEntry(new ZipEntry(path));
                    zip.write(files.get(path).getBytes(StandardCharsets.UTF_8));
                }
            }
            return archive;
        }
        OutputStream file = Files.newOutputStream(archive);
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(name.endsWith("gz") ? new GZIPOutputStream(file) : file)) {
            for (String path : files.keySet()) {
                byte[] text = files.get(path).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(path);
                entry.setSize(text.length);
                tar.putArchiveEntry(entry);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    private static void git(Path folder, String... args) throws Exception {
        Process git = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(args)).toList())
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertEquals(0, git.waitFor());
    }
}
