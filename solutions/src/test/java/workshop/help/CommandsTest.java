package workshop.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of the commands is true of them. */
class CommandsTest {

    private static final Pattern COMMAND = Pattern.compile("java (src/test/java/workshop/help/\\w+\\.java)([ \\w-]*)");

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"../exercises/README.md, 4", "../docs/offline.md, 2", "../offline/README.txt, 1"})
    void theCommandsInThePagesExist(Path page, int count) throws IOException {
        List<MatchResult> commands = COMMAND.matcher(Files.readString(page)).results().toList();

        assertEquals(count, commands.size(), "commands in " + page);
        for (MatchResult command : commands) {
            assertTrue(Files.exists(Path.of("../exercises", command.group(1))), command.group());
            if (command.group(1).endsWith("/Stage.java")) {
                assertFalse(refused(command.group(2).strip().split(" ")), command.group());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Doctor", "Stage"})
    void theCommandsStartOnAnOldJava(String command) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();

        int status = javac.run(null, null, errors, "--release", "11", "-d", temp.toString(),
                "../exercises/src/test/java/workshop/help/" + command + ".java");

        assertEquals(0, status, () -> errors.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline/Bundle", "measure/FeedbackLoop"})
    void theCommandsOfTheKitCompile(String command) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();

        int status = javac.run(null, null, errors, "--release", "17", "-Xlint:all", "-Werror", "-d", temp.toString(),
                "../" + command + ".java");

        assertEquals(0, status, () -> errors.toString(StandardCharsets.UTF_8));
    }

    private boolean refused(String... args) throws IOException {
        Path project = Files.createTempDirectory(temp, "project");
        NewProject.in(project);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        return Stage.run(project, nowhere, args) == 2;
    }
}
