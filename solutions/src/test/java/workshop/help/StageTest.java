package workshop.help;

import static java.util.stream.Collectors.joining;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A learner gets on, back to a stub, or sees the solution, and loses nothing. */
class StageTest {

    private static final String MINE = "package workshop.memo2; // half of it, in Zürich\n";
    private static final FileTime REPORTED = FileTime.from(Instant.now().plus(Duration.ofHours(1)));

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path project;

    @BeforeEach
    void aNewProject() throws IOException {
        NewProject.in(project);
    }

    @Test
    void startAtSolvesTheStagesBefore() throws IOException {
        assertEquals(0, run("start-at", "3"));

        assertEquals(solution(1), memo(1));
        assertEquals(solution(2), memo(2));
        assertEquals(stub(3), memo(3));
        assertEquals(stub(4), memo(4));
        assertTrue(printed().endsWith("Go on with " + file(3) + ".\n"), printed());
    }

    @Test
    void startAtKeepsWhatIsGreen() throws IOException {
        write(1, "mine, and green");
        testsOf(1, "<testcase name='a(Lab)'/>");

        assertEquals(0, run("start-at", "3"));

        assertEquals("mine, and green", memo(1));
        assertEquals(solution(2), memo(2));
    }

    @Test
    void startAtSaysWhyItTakesAStageForOneThatIsNotGreen() throws IOException {
        write(1, "mine, and green, but copied without its time");
        testsOf(1, "<testcase name='a(Lab)'/>");
        Files.setLastModifiedTime(file(1, project), FileTime.from(REPORTED.toInstant().plusSeconds(1)));

        assertEquals(0, run("start-at", "2"));

        assertTrue(printed().startsWith(
                "memo1 is not known to be green. It was changed after Maven ran its tests. Run: mvn"
                        + " test -Dtest=Memo1Test\nmemo1 as it was is now in "), printed());
    }

    @Test
    void whateverIsReplacedIsSaved() throws IOException {
        write(2, MINE);
        Path helper = project.resolve("src/main/java/workshop/memo2/deeper/Helper.java");
        Files.createDirectories(helper.getParent());
        Files.writeString(helper, "class Helper {}");

        assertEquals(0, run("reset", "2"));

        assertEquals(stub(2), memo(2));
        assertFalse(Files.exists(helper), "a stage that is reset is the stub and nothing else");
        Path saved = saved().get(0);
        assertEquals(MINE, Files.readString(saved.resolve("Memo.java")));
        assertEquals("class Helper {}", Files.readString(saved.resolve("deeper/Helper.java")));
        assertTrue(printed().contains("memo2 as it was is now in " + project.relativize(saved) + "."), printed());
    }

    @Test
    void whatIsSavedIsNeverReplaced() throws IOException {
        for (String mine : List.of("first", "second", "third")) {
            write(2, mine);
            assertEquals(0, run("reset", "2"));
        }

        List<String> saved = saved().stream().map(folder -> read(folder.resolve("Memo.java"))).sorted().toList();
        assertEquals(List.of("first", "second", "third"), saved);
    }

    @Test
    void aStageThatIsAStubAlreadyStaysAsItIs() throws IOException {
        assertEquals(0, run("reset", "2"));

        assertEquals("memo2 is the stub already.\n", printed());
        assertEquals(stub(2), memo(2));
        assertFalse(Files.exists(project.resolve(".workshop/saved")));
    }

    @Test
    void aStageThatWasDeletedComesBack() throws IOException {
        Files.delete(file(4, project));
        Files.delete(file(4, project).getParent());

        assertEquals(0, run("reset", "4"));

        assertEquals(stub(4), memo(4));
    }

    @Test
    void nothingIsTouchedWhereNothingCanBeSaved() throws IOException {
        write(2, MINE);
        Files.writeString(project.resolve(".workshop/saved"), "a file, so that there can be no such folder");

        assertEquals(1, run("reset", "2"));

        assertEquals(MINE, memo(2));
        assertTrue(printed().startsWith("This did not work: java.nio.file.FileAlreadyExistsException"), printed());
    }

    @Test
    void comparesAGreenStageLineByLine() throws IOException {
        write(1, solution(1)
                .replace("new HashMap<>();", "new TreeMap<>(\"//\"); // in order")
                .replace("import java.util.HashMap;", "import java.util.TreeMap;"));
        testsOf(1, "<testcase name='a(Lab)'/>");

        assertEquals(0, run("compare", "1"));

        List<String> lines = printed().lines().filter(line -> !line.startsWith("  ")).toList();
        assertEquals(
                List.of(
                        "- is your memo1, + is the solution; its comments are in "
                                + Path.of(".workshop/solutions/memo1/Memo.java") + ".",
                        "",
                        "-     private final Map<K, Result<V>> cache = new TreeMap<>(\"//\");",
                        "+     private final Map<K, Result<V>> cache = new HashMap<>();"),
                lines);
        assertTrue(printed().contains("\n      public V get(K key) throws Exception {\n"), printed());
    }

    @Test
    void aBraceFindsNoPartnerFarAway() throws IOException {
        write(1, solution(1).replaceFirst("(?s)    private Result<V> fetch.*?\\n    }\\n", """
                    private Result<V> fetch(K key) {
                        if (key == null) {
                            return null;
                        }
                        for (;;) {
                            other(key);
                        }
                    }
                """));
        testsOf(1, "<testcase name='a(Lab)'/>");

        assertEquals(0, run("compare", "1"));

        String marks = printed().lines().skip(2).map(line -> line.substring(0, 1)).collect(joining());
        assertTrue(marks.matches(" +-{5}\\+{4} +"), printed());
    }

    @Test
    void layoutAndCommentsAreNoDifference() throws IOException {
        write(1, "// mine\r\n" + solution(1).replace("\n", "\r\n\r\n").replace("    ", "\t"));
        testsOf(1, "<testcase name='a(Lab)'/>");

        assertEquals(0, run("compare", "1"));

        assertEquals("Your memo1 is the solution, but for comments and layout.\n", printed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<testcase name='a(Lab)[1]'><failure/></testcase><testcase name='a(Lab)[2]'><failure/></testcase>"
                + "<testcase name='b'><error/></testcase><testcase name='c'><skipped/></testcase>"
                + " | Still red: a, b, c.",
        "<testcase name='a'><failure/></testcase><testcase name='b'><failure/></testcase>"
                + "<testcase name='c'><failure/></testcase><testcase name='d'><failure/></testcase>"
                + " | Still red: a, b, c and 1 more.",
        "<property name='test' value='Memo1Test#a'/><testcase name='a'/> | Only some of its tests ran.",
        "'' | None of its tests ran.",
    })
    void theSolutionIsShownOnlyWhenTheStageIsGreen(String results, String because) throws IOException {
        testsOf(1, results);

        assertEquals(1, run("compare", "1"));

        assertTrue(printed().startsWith("The solution is shown when your memo1 is green. " + because), printed());
    }

    @Test
    void theSolutionIsNotShownBeforeTheTestsRan() {
        assertEquals(1, run("compare", "1"));

        assertEquals(
                "The solution is shown when your memo1 is green. Maven has not run its tests yet."
                        + " Run: mvn test -Dtest=Memo1Test\n",
                printed());
    }

    @Test
    void aStageThatWasChangedAfterItsTestsRanIsNotGreen() throws IOException {
        testsOf(1, "<testcase name='a'/>");
        Files.setLastModifiedTime(file(1, project), FileTime.from(REPORTED.toInstant().plusSeconds(1)));

        assertEquals(1, run("compare", "1"));

        assertTrue(printed().contains("It was changed after"), printed());
    }

    @Test
    void aReportThatIsBrokenIsRefusedWithASentence() throws IOException {
        testsOf(1, "<testcase");

        assertEquals(1, run("compare", "1"));

        assertTrue(printed().contains("Memo1Test.xml cannot be read"), printed());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''         | Give a command and a stage: java src/test/java/workshop/help/Stage.java start-at 2|3|4|5",
        "reset      | Give a command and a stage",
        "solve 2    | Give a command and a stage",
        "reset 1 2  | Give a command and a stage",
        "reset 5    | \"5\" is not a stage that this can be done with; give a number from 1 to 4.",
        "compare x  | \"x\" is not a stage that this can be done with; give a number from 1 to 4.",
        "start-at 1 | \"1\" is not a stage that this can be done with; give a number from 2 to 5.",
    }, quoteCharacter = '\'', maxCharsPerColumn = 200)
    void aWrongCommandIsRefusedWithASentence(String command, String sentence) {
        assertEquals(2, run(command.split(" ")));

        assertTrue(printed().startsWith(sentence), printed());
    }

    @Test
    void anotherFolderIsRefusedWithASentence() {
        project = project.resolve("src");

        assertEquals(1, run("reset", "1"));

        assertTrue(printed().startsWith("There is no folder src/main/java/workshop here"), printed());
    }

    @Test
    void aProjectWithoutSolutionsIsLeftAsItIs() throws IOException {
        write(1, MINE);
        Files.delete(project.resolve(".workshop/solutions/memo1/Memo.java"));

        assertEquals(1, run("start-at", "2"));

        assertEquals(MINE, memo(1));
        assertTrue(printed().contains(" is missing; copy the folder .workshop from a new project."), printed());
    }

    private int run(String... args) {
        printed.reset();
        return Stage.run(project, new PrintStream(printed, true, StandardCharsets.UTF_8), args);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void aStageThatWasSavedWhileItsTestsRanIsNotGreen() throws IOException {
        testsOf(1, "<testcase name='a'/>");
        Files.setLastModifiedTime(file(1, project), FileTime.from(REPORTED.toInstant().minusMillis(500)));

        assertEquals(1, run("compare", "1"));

        assertTrue(printed().contains("It was changed after"), printed());
    }

    /** What Maven leaves behind when it has run the tests of a stage, for one second. */
    private void testsOf(int stage, String results) throws IOException {
        Path report = project.resolve(
                "target/surefire-reports/TEST-workshop.memo" + stage + ".Memo" + stage + "Test.xml");
        Files.createDirectories(report.getParent());
        Files.writeString(report, "<testsuite time='1.0'>" + results + "</testsuite>");
        Files.setLastModifiedTime(report, REPORTED);
    }

    private List<Path> saved() throws IOException {
        try (Stream<Path> folders = Files.list(project.resolve(".workshop/saved"))) {
            return folders.toList();
        }
    }

    private void write(int stage, String text) throws IOException {
        Files.writeString(file(stage, project), text);
    }

    private String memo(int stage) {
        return read(file(stage, project));
    }

    private static String stub(int stage) {
        return read(NewProject.STUBS.resolve("memo" + stage + "/Memo.java"));
    }

    private static String solution(int stage) {
        return read(NewProject.SOLUTIONS.resolve("memo" + stage + "/Memo.java"));
    }

    private static Path file(int stage) {
        return Path.of("src/main/java/workshop/memo" + stage + "/Memo.java");
    }

    private static Path file(int stage, Path project) {
        return project.resolve(file(stage));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
