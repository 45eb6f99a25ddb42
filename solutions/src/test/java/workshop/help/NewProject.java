package workshop.help;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of a generated project the commands know. */
final class NewProject {

    static final Path STUBS = Path.of("../exercises/src/main/java/workshop");
    static final Path SOLUTIONS = Path.of("src/main/java/workshop");

    private NewProject() {}

    /** Fills an empty folder. */
    static void in(Path project) throws IOException {
        Files.createDirectories(project.resolve("src/test/java/workshop"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        copy(STUBS, project.resolve("src/main/java/workshop"));
        copy(STUBS, project.resolve(".workshop/stubs"));
        copy(SOLUTIONS, project.resolve(".workshop/solutions"));
    }

    private static void copy(Path from, Path to) throws IOException {
        for (int stage = 1; stage <= 4; stage++) {
            Path file = to.resolve("memo" + stage + "/Memo.java");
            Files.createDirectories(file.getParent());
            Files.copy(from.resolve("memo" + stage + "/Memo.java"), file);
        }
    }
}
