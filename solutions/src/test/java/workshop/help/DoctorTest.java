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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor finds what is wrong with a machine or a project. With a real Maven, the archetype's tests run it. */
class DoctorTest {

    private final Map<String, String> env = new HashMap<>();

    @TempDir
    Path folder;

    private Path project;

    @BeforeEach
    void aNewProject() throws IOException {
        project = folder.resolve("my-memos");
        NewProject.in(project);
    }

    @Test
    void aNewProjectIsWell() throws Exception {
        Findings findings = examine();

        assertEquals(0, findings.status, findings.text);
        findings.say("[warn] Maven         there is no mvn on the PATH\n");
        findings.say("[ok]   project       " + project.toRealPath() + "\n");
        findings.say("\n0 bad, ");
    }

    @Test
    void anotherFolderIsNotExaminedAnyFurther() throws Exception {
        project = folder;

        Findings findings = examine();

        assertEquals(1, findings.status, findings.text);
        findings.say("[bad]  project       " + folder.toRealPath() + " has no pom.xml\n");
        findings.say("-> Start the doctor in the folder of your project, where pom.xml is.");
    }

    @Test
    void anotherJavaHomeIsToldOf() throws Exception {
        env.put("JAVA_HOME", folder.toString());

        examine().say("[warn] JDK           " + System.getProperty("java.version") + " of ");
        examine().say("; but JAVA_HOME is " + folder + "\n");
    }

    @Test
    void noSecretIsShown() throws Exception {
        env.put("JAVA_HOME", System.getProperty("user.home") + "/jdk");
        env.put("MAVEN_OPTS", "-Xmx1g -Dhttp.proxyPassword=secret -javaagent:/opt/spy.jar=secret");
        env.put("HTTPS_PROXY", "http://anna:secret@proxy:8080");

        Findings findings = examine();

        assertFalse(findings.text.contains("secret"), findings.text);
        assertFalse(findings.text.contains(System.getProperty("user.home") + "/"), findings.text);
        findings.say("[warn] options       MAVEN_OPTS with -Xmx1g -Dhttp.proxyPassword -javaagent\n");
        findings.say("HTTPS_PROXY is set");
        findings.say("JAVA_HOME is ~/jdk\n");
    }

    @Test
    void optionsThatDoNoHarmAreOnlyNamed() throws Exception {
        env.put("MAVEN_OPTS", "-Dmaven.repo.local=/repository -Xmx1g");

        examine().say("[ok]   options       MAVEN_OPTS with -Dmaven.repo.local -Xmx1g\n");
    }

    @Test
    void aFileFromTheFutureIsFound() throws Exception {
        Path memo = project.resolve("src/main/java/workshop/memo3/Memo.java");
        Files.setLastModifiedTime(memo, FileTime.from(Instant.now().plusSeconds(3600)));

        Findings findings = examine();

        assertEquals(1, findings.status, findings.text);
        findings.say("[bad]  clock         " + project.relativize(memo) + " is from the future\n");
    }

    @Test
    void aFolderThatCannotBeWrittenIsFound() throws Exception {
        Files.writeString(project.resolve("target"), "a file, so that there can be no such folder");

        Findings findings = examine();

        assertEquals(1, findings.status, findings.text);
        findings.say("[bad]  write access  ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "OneDrive/my memos | it is kept in step with a cloud",
        "50% !             | its name has one of ! ; %",
    })
    void aDoubtfulFolderIsFound(String name, String said) throws Exception {
        project = folder.resolve(name);
        NewProject.in(project);

        examine().say("[warn] folder        " + said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "my-memos/.idea/misc.xml | languageLevel=\"JDK_11\" MavenProjectsManager | its language level is below 17",
        "my-memos/.idea/misc.xml | languageLevel=\"JDK_1_8\" | its language level is below 17",
        "my-memos/.idea/misc.xml | languageLevel=\"JDK_17\" | IntelliJ IDEA does not know",
        "my-memos/.idea/misc.xml | languageLevel=\"JDK_17\" MavenProjectsManager | knows the project",
        "my-memos/.project       | javanature | Eclipse does not know",
        "my-memos/.project       | javanature maven2Nature | knows the project",
        "my-memos/.settings/org.eclipse.jdt.core.prefs | .compiler.compliance=1.8 | its language level is below 17",
        ".idea/misc.xml          | MavenProjectsManager | it has the folder above open",
    })
    void theIdesTrapsAreFound(String file, String content, String said) throws Exception {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), content);

        examine().say(said);
    }

    private Findings examine() throws InterruptedException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = Doctor.run(project, env::get, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return new Findings(
                status, printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }

    private record Findings(int status, String text) {

        void say(String words) {
            assertTrue(text.contains(words), () -> "Not said: " + words + "\nin: " + text);
        }
    }
}
