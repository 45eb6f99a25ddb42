package workshop.help;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Gets you on to the next stage, gives you a stub again, or shows your answer beside the solution. Run it in the
 * folder of the project: {@value #USAGE}.
 *
 * <p>It never takes work away: whatever it replaces is first moved, as it is, to a new folder in
 * {@code .workshop/saved}. One thread runs it.
 */
public final class Stage {

    static final String USAGE =
            "java src/test/java/workshop/help/Stage.java start-at 2|3|4|5, reset 1|2|3|4 or compare 1|2|3|4";

    private static final int NAMED = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss");
    private static final Pattern STRING_OR_COMMENT =
            Pattern.compile("(?s)(\"(?:\\\\.|[^\"\\\\\\n])*\")|/\\*.*?\\*/|//[^\\n]*");

    private final Path project;
    private final PrintStream out;

    private Stage(Path project, PrintStream out) {
        this.project = project;
        this.out = out;
    }

    /**
     * Runs a command. Exits with status 2 and one sentence when it is none, and with status 1 and one sentence when it
     * cannot be done.
     *
     * @param args the command and the number of a stage
     */
    public static void main(String... args) {
        int status = run(Path.of(""), System.out, args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs a command in the folder of a project, and returns the exit status. */
    static int run(Path project, PrintStream out, String... args) {
        try {
            new Stage(project, out).run(args);
            return 0;
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            return 2;
        } catch (IllegalStateException impossible) {
            out.println(impossible.getMessage());
            return 1;
        } catch (IOException failed) {
            out.println("This did not work: " + failed + ". Nothing is lost. Close what has the file open, see that you"
                    + " may write there, and run the command again.");
            return 1;
        }
    }

    private void run(String... args) throws IOException {
        switch (args.length == 2 ? args[0] : "") {
            case "start-at":
                startAt(number(args[1], 2, 5));
                break;
            case "reset":
                replace(number(args[1], 1, 4), "stub");
                break;
            case "compare":
                compare(number(args[1], 1, 4));
                break;
            default:
                throw new IllegalArgumentException("Give a command and a stage: " + USAGE + ".");
        }
    }

    private int number(String given, int least, int most) {
        if (!given.matches("[" + least + "-" + most + "]")) {
            throw new IllegalArgumentException("\"" + given + "\" is not a stage that this can be done with; give a"
                    + " number from " + least + " to " + most + ".");
        }
        if (!Files.isDirectory(project.resolve("src/main/java/workshop"))) {
            throw new IllegalStateException("There is no folder src/main/java/workshop here; run this in the folder of"
                    + " your project, where pom.xml is, and not in " + project.toAbsolutePath() + ".");
        }
        return Integer.parseInt(given);
    }

    private void startAt(int next) throws IOException {
        for (int stage = 1; stage < next; stage++) {
            String notGreen = whyNotGreen(stage);
            if (notGreen.isEmpty()) {
                out.println("memo" + stage + " is green and stays as it is.");
            } else {
                out.println("memo" + stage + " is not known to be green. " + notGreen);
                replace(stage, "solution");
            }
        }
        out.println(next == 5 ? "All stages are solved." : "Go on with " + memo(next) + ".");
    }

    private void replace(int stage, String by) throws IOException {
        Path memo = project.resolve(memo(stage));
        Path folder = memo.getParent();
        Path ready = ready(by, stage);
        if (Files.exists(memo) && Arrays.equals(Files.readAllBytes(memo), Files.readAllBytes(ready))) {
            out.println("memo" + stage + " is the " + by + " already.");
            return;
        }
        // First all is prepared. What follows are two renamings, each of which happens as a whole or not at all, and
        // neither of which replaces anything: not even what another program writes at this moment.
        Path fresh = project.resolve(".workshop/fresh");
        Files.createDirectories(fresh);
        Files.copy(ready, fresh.resolve(memo.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        if (Files.exists(folder)) {
            Path saved = unusedFolder(stage);
            Files.createDirectories(saved.getParent());
            Files.move(folder, saved);
            out.println("memo" + stage + " as it was is now in " + shown(saved) + ".");
        }
        Files.move(fresh, folder);
        out.println("memo" + stage + " is the " + by + " now.");
    }

    private Path unusedFolder(int stage) {
        Path first = project.resolve(".workshop/saved/" + LocalDateTime.now().format(TIME) + "-memo" + stage);
        Path saved = first;
        for (int i = 2; Files.exists(saved); i++) {
            saved = first.resolveSibling(first.getFileName() + "-" + i);
        }
        return saved;
    }

    private void compare(int stage) throws IOException {
        Path solution = ready("solution", stage);
        String notGreen = whyNotGreen(stage);
        if (!notGreen.isEmpty()) {
            throw new IllegalStateException("The solution is shown when your memo" + stage + " is green. " + notGreen);
        }
        List<String> difference = difference(code(project.resolve(memo(stage))), code(solution));
        if (difference.stream().allMatch(line -> line.startsWith(" "))) {
            out.println("Your memo" + stage + " is the solution, but for comments and layout.");
            return;
        }
        out.println("- is your memo" + stage + ", + is the solution; its comments are in " + shown(solution) + ".");
        out.println();
        difference.forEach(out::println);
    }

    /** Returns nothing if all tests of a stage were green when they last ran, and nothing was changed since. */
    private String whyNotGreen(int stage) throws IOException {
        String test = "Memo" + stage + "Test";
        String toDo = " Run: mvn test -Dtest=" + test;
        Path memo = project.resolve(memo(stage));
        Path report = project.resolve("target/surefire-reports/TEST-workshop.memo" + stage + "." + test + ".xml");
        if (!Files.exists(memo) || !Files.exists(report)) {
            return "Maven has not run its tests yet." + toDo;
        }
        Document results = parse(report);
        // What was saved while the tests ran is older than the report, but they have not seen it.
        Instant begin = Files.getLastModifiedTime(report).toInstant().minus(time(results));
        if (newestFile(memo.getParent()).toInstant().isAfter(begin)) {
            return "It was changed after Maven ran its tests." + toDo;
        }
        if (elements(results, "property").anyMatch(property -> property.getAttribute("name").equals("test")
                && property.getAttribute("value").contains("#"))) {
            return "Only some of its tests ran." + toDo;
        }
        if (elements(results, "testcase").count() == 0) {
            return "None of its tests ran." + toDo;
        }
        List<String> red = Stream.of("failure", "error", "skipped")
                .flatMap(kind -> elements(results, kind))
                .map(kind -> ((Element) kind.getParentNode()).getAttribute("name").replaceFirst("\\(.*", ""))
                .distinct()
                .collect(Collectors.toList());
        if (red.isEmpty()) {
            return "";
        }
        int more = red.size() - NAMED;
        return "Still red: " + red.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more." : ".");
    }

    private static Duration time(Document results) {
        String seconds = results.getDocumentElement().getAttribute("time").replace(",", "");
        return Duration.ofMillis((long) (1000 * Double.parseDouble(seconds)));
    }

    private static FileTime newestFile(Path folder) throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    private static Document parse(Path report) throws IOException {
        try {
            DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            parser.setErrorHandler(null); // it would print what the exception says
            return parser.parse(report.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(report + " cannot be read (" + e.getMessage() + "); run mvn test again.");
        }
    }

    private static Stream<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    /** The lines of a file without comments, empty lines, package and imports. */
    private static List<String> code(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8); // whatever its encoding is
        return STRING_OR_COMMENT
                .matcher(text)
                .replaceAll(found -> found.group(1) == null ? "" : Matcher.quoteReplacement(found.group()))
                .lines()
                .map(line -> line.replaceFirst("\\s+$", ""))
                .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("package "))
                .collect(Collectors.toList());
    }

    /**
     * All lines of both. They meet in lines that each of them has once, as in patience diff (Bram Cohen), in as many as
     * possible (longest common subsequence), and in what is the same right behind or before such a line. So a brace
     * finds no partner elsewhere. How far a line is indented makes no difference.
     */
    private static List<String> difference(List<String> ours, List<String> theirs) {
        int[][] common = new int[ours.size() + 1][theirs.size() + 1]; // of what begins at these two lines
        for (int i = ours.size() - 1; i >= 0; i--) {
            for (int j = theirs.size() - 1; j >= 0; j--) {
                common[i][j] = meet(ours, i, theirs, j)
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < ours.size() || j < theirs.size()) {
            int ourNext = i;
            int theirNext = j;
            while (ourNext < ours.size() && theirNext < theirs.size() && !meet(ours, ourNext, theirs, theirNext)) {
                if (common[ourNext + 1][theirNext] >= common[ourNext][theirNext + 1]) {
                    ourNext++;
                } else {
                    theirNext++;
                }
            }
            if (ourNext == ours.size() || theirNext == theirs.size()) {
                ourNext = ours.size();
                theirNext = theirs.size();
            }
            addGap(lines, ours.subList(i, ourNext), theirs.subList(j, theirNext));
            if (ourNext < ours.size()) {
                lines.add("  " + ours.get(ourNext));
            }
            i = ourNext + 1;
            j = theirNext + 1;
        }
        return lines;
    }

    /** What lies between two lines in which both meet: the same at its ends, perhaps, and first ours, then theirs. */
    private static void addGap(List<String> lines, List<String> ours, List<String> theirs) {
        int shorter = Math.min(ours.size(), theirs.size());
        int head = 0;
        while (head < shorter && same(ours.get(head), theirs.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && same(ours.get(ours.size() - 1 - tail), theirs.get(theirs.size() - 1 - tail))) {
            tail++;
        }
        ours.subList(0, head).forEach(line -> lines.add("  " + line));
        ours.subList(head, ours.size() - tail).forEach(line -> lines.add("- " + line));
        theirs.subList(head, theirs.size() - tail).forEach(line -> lines.add("+ " + line));
        ours.subList(ours.size() - tail, ours.size()).forEach(line -> lines.add("  " + line));
    }

    /** Whether these two lines are the same, and each is the only such line of its file. */
    private static boolean meet(List<String> ours, int i, List<String> theirs, int j) {
        String line = ours.get(i);
        return same(line, theirs.get(j))
                && ours.stream().filter(other -> same(line, other)).count() == 1
                && theirs.stream().filter(other -> same(line, other)).count() == 1;
    }

    private static boolean same(String line, String other) {
        return line.strip().equals(other.strip());
    }

    /** The file of a stage, seen from the project's folder. */
    private static Path memo(int stage) {
        return Path.of("src", "main", "java", "workshop", "memo" + stage, "Memo.java");
    }

    private Path ready(String what, int stage) {
        Path file = project.resolve(".workshop/" + what + "s/memo" + stage + "/Memo.java");
        if (!Files.exists(file)) {
            throw new IllegalStateException(shown(file) + " is missing; copy the folder .workshop from a new project.");
        }
        return file;
    }

    private Path shown(Path file) {
        return project.relativize(file);
    }
}
