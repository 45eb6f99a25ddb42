package io.github.memoworkshop.judge;

import io.github.memoworkshop.judge.Desk.Shard;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an instructor starts. */
public final class Main {

    private static final String USAGE = """
            Usage:
              answer WHERE [--settings FILE]
                  judges one submission and prints the scoreboard. WHERE is a project's folder, a zip, tar or tar.gz
                  file of it, a single Memo.java, or what git can clone.
              class FOLDER REPORT [--settings FILE] [--workers N] [--shard I/N] [--hide-names SECRET]
                  judges all submissions in a folder and writes a report into the folder REPORT. Start it again, and
                  it goes on where it was stopped.
              merge REPORT SHARD... [--settings FILE] [--hide-names SECRET]
                  makes one report of those of all shards of a class.""";

    private static final Pattern SHARD = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    private final PrintStream out;
    private final PrintStream err;
    private final List<String> arguments = new ArrayList<>();
    private Path settingsFile;
    private int workers = Runtime.getRuntime().availableProcessors();
    private Shard shard = Shard.ALL;
    private String hideNames;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Does what the arguments ask for; the exit code is 0 if it is done, and 1 if it cannot be done. */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    /** Does what the arguments ask for and returns the exit code. */
    static int run(PrintStream out, PrintStream err, String... args) {
        try {
            new Main(out, err).run(List.of(args));
            return 0;
        } catch (BadInputException e) {
            err.println(e.getMessage());
        } catch (FileSystemException e) {
            err.println("Cannot read or write " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")");
        } catch (IOException | UncheckedIOException e) {
            err.println("It was not finished: " + e);
        }
        return 1;
    }

    private void run(List<String> args) throws BadInputException, IOException {
        try {
            parse(args.iterator());
        } catch (InvalidPathException e) {
            throw new BadInputException(e.getInput() + " is no path: " + e.getReason() + ".");
        }
        String command = arguments.isEmpty() ? "" : arguments.remove(0);
        if (command.equals("answer") && arguments.size() == 1) {
            answer(arguments.get(0));
        } else if (command.equals("class") && arguments.size() == 2) {
            judgeClass(Path.of(arguments.get(0)), Path.of(arguments.get(1)));
        } else if (command.equals("merge") && arguments.size() >= 2) {
            merge(Path.of(arguments.get(0)), arguments.subList(1, arguments.size()));
        } else {
            throw new BadInputException(USAGE);
        }
    }

    private void parse(Iterator<String> args) throws BadInputException {
        while (args.hasNext()) {
            String arg = args.next();
            if (!arg.startsWith("--")) {
                arguments.add(arg);
                continue;
            }
            if (!Set.of("--settings", "--workers", "--shard", "--hide-names").contains(arg) || !args.hasNext()) {
                throw new BadInputException("What is meant by " + arg + "?\n" + USAGE);
            }
            String value = args.next();
            switch (arg) {
                case "--settings" -> settingsFile = Path.of(value);
                case "--workers" -> workers = workers(value);
                case "--shard" -> shard = shard(value);
                default -> hideNames = value;
            }
        }
    }

    private static int workers(String value) throws BadInputException {
        if (!value.matches("[1-9]\\d{0,2}")) {
            throw new BadInputException("--workers " + value + ": give a number from 1 to 999.");
        }
        return Integer.parseInt(value);
    }

    private static Shard shard(String value) throws BadInputException {
        Matcher parts = SHARD.matcher(value);
        Shard shard = parts.matches()
                ? new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)))
                : new Shard(0, 0);
        if (shard.index() < 1 || shard.index() > shard.count()) {
            throw new BadInputException("--shard " + value + ": give 1/4 for the first of four shards, up to 4/4.");
        }
        return shard;
    }

    private Settings settings() throws IOException, BadInputException {
        return settingsFile == null ? Settings.DEFAULT : Settings.read(settingsFile, Grid.ofTheKit());
    }

    private void answer(String where) throws IOException, BadInputException {
        Settings settings = settings();
        Judge judge = new Judge(settings.alsoAllowed(), settings.limits());
        Result result = judge.judge(Text.visible(where), where);
        if (!result.trouble().isEmpty()) {
            throw new BadInputException(result.trouble());
        }
        Scoreboard.print(result, judge.grid(), out);
    }

    private void judgeClass(Path folder, Path report) throws IOException, BadInputException {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(
                    "There is no folder " + folder + ": give the folder that the submissions are in.");
        }
        if (report.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
            throw new BadInputException("The report cannot be in the folder of the submissions, where it would be taken"
                    + " for one: give another folder than " + report + ".");
        }
        Progress progress = new Progress(err, System.console() != null);
        Report made = new Desk(settings()).judge(folder, shard, report.resolve("kept"), workers, progress);
        write(made, report);
    }

    private void merge(Path report, List<String> shards) throws IOException, BadInputException {
        List<Report> parts = new ArrayList<>();
        for (String part : shards) {
            parts.add(read(Path.of(part)));
        }
        Report first = parts.get(0);
        Set<String> missing = new HashSet<>();
        int count = Integer.parseInt(first.shard().split("/")[1]);
        for (int index = 1; index <= count; index++) {
            missing.add(index + "/" + count);
        }
        List<Result> results = new ArrayList<>();
        for (Report part : parts) {
            if (!part.judge().equals(first.judge())) {
                throw new BadInputException("Shard " + part.shard() + " was judged by another version of the judge, by"
                        + " other settings or on another Java than shard " + first.shard() + ": judge it again.");
            }
            if (!missing.remove(part.shard())) {
                throw new BadInputException("Shard " + part.shard() + " is there twice, or not of the same class.");
            }
            results.addAll(part.results());
        }
        if (!missing.isEmpty()) {
            throw new BadInputException("Shard " + String.join(" and ", missing.stream().sorted().toList())
                    + " is missing: a report is made of all of them.");
        }
        write(Report.of(results, Grid.ofTheKit(), settings(), first.judge(), Shard.ALL.toString()), report);
    }

    private static Report read(Path folder) throws IOException, BadInputException {
        Path file = folder.resolve(ReportFiles.RESULTS);
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("There is no " + file + ": give the folders of finished reports.");
        }
        Report report = Json.read(file, Report.class);
        if (report.schema() != Report.SCHEMA) {
            throw new BadInputException(file + " has schema " + report.schema() + ", not " + Report.SCHEMA
                    + ": judge it again with this version.");
        }
        return report;
    }

    private void write(Report report, Path folder) throws IOException {
        ReportFiles.write(hideNames == null ? report : new Pseudonyms(hideNames).in(report), folder);
        Room room = report.room();
        out.println(report.learners().size() + " submissions: " + room.standing());
        Stream.concat(room.misconceptions().stream().limit(3)
                        .map(it -> it.learners() + " break: memo" + it.stage() + "." + it.promise() + ", " + it.rule()),
                Stream.of("Open " + folder.resolve("index.html").toAbsolutePath().normalize().toUri()))
                .forEach(out::println);
    }
}
