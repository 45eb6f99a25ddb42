package io.github.memoworkshop.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a report: a page to look at, and files for programs. The same report makes the same bytes. */
final class ReportFiles {

    static final String RESULTS = "results.json";

    private ReportFiles() {}

    /** Writes all files of a report into a folder, which it makes if need be. */
    static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Json.write(folder.resolve("results.csv"), csv(report));
        Json.write(folder.resolve("junit.xml"), junit(report));
        Json.write(folder.resolve("index.html"), html(report));
        Json.write(folder.resolve(RESULTS), Json.of(report));
    }

    private static String html(Report report) throws IOException {
        try (InputStream page = ReportFiles.class.getResourceAsStream("report.html")) {
            // In a script element, nothing of the data may look like the end of it.
            String data = Json.ofOneLine(report).replace("<", "\\u003c").replace("\u2028", "\\u2028");
            return new String(page.readAllBytes(), StandardCharsets.UTF_8).replace("@report@", data);
        }
    }

    private static String csv(Report report) {
        StringBuilder text = new StringBuilder("\uFEFF"); // tells spreadsheets that it is UTF-8
        List<String> head = new ArrayList<>(List.of("name", "points", "standing"));
        head.addAll(report.points().keySet());
        text.append(line(head.stream()));
        for (Report.Learner learner : report.learners()) {
            text.append(line(Stream.concat(
                    Stream.of(learner.name(), "" + learner.points(), learner.standing()),
                    learner.cells().stream().map(cell -> cell.verdict().toString()))));
        }
        return text.toString();
    }

    private static String line(Stream<String> values) {
        return values.map(ReportFiles::quoted).collect(Collectors.joining(",")) + "\r\n"; // as RFC 4180 has it
    }

    private static String quoted(String value) {
        // What begins with one of these is a formula to a spreadsheet.
        String harmless = value.matches("(?s)[=+@\\t-].*") ? "'" + value : value;
        return harmless.matches("(?s).*[\",\\r\\n].*") ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    private static String junit(Report report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Report.Learner learner : report.learners()) {
                long broken = count(learner, Verdict.BROKEN);
                xml.writeStartElement("testsuite");
                xml.writeAttribute("name", learner.name());
                xml.writeAttribute("tests", "" + learner.cells().size());
                xml.writeAttribute("failures", "" + broken);
                xml.writeAttribute("errors", "0");
                xml.writeAttribute("skipped", "" + (learner.cells().size() - broken - count(learner, Verdict.KEPT)));
                for (Cell cell : learner.cells()) {
                    writeCase(cell, learner.name(), xml);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }

    private static void writeCase(Cell cell, String learner, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", learner + ".memo" + cell.stage());
        xml.writeAttribute("name", cell.promise());
        if (cell.verdict() == Verdict.BROKEN) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", cell.rule());
            xml.writeCharacters(cell.message());
            xml.writeEndElement();
        } else if (cell.verdict() != Verdict.KEPT) {
            xml.writeEmptyElement("skipped");
            xml.writeAttribute("message", cell.verdict() + ": " + cell.message());
        }
        xml.writeEndElement();
    }

    private static long count(Report.Learner learner, Verdict verdict) {
        return learner.cells().stream().filter(cell -> cell.verdict() == verdict).count();
    }
}
