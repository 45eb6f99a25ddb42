package io.github.memoworkshop.memotest.picture;

import io.github.memoworkshop.memotest.picture.Picture.Kind;
import io.github.memoworkshop.memotest.picture.Picture.Lane;
import io.github.memoworkshop.memotest.picture.Picture.Moment;
import io.github.memoworkshop.memotest.picture.Picture.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page in one HTML file, without scripts, that shows of each stage what the memo did in the demo, beside the best
 * possible, and the schedule of each failure.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Page {

    private static final int LONGEST_MESSAGE = 2_000;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Pictures of your memos</title>
            <style>
            :root{--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--shade:#f6f8fa;--link:#0969da;\
            --broken:#cf222e}
            @media(prefers-color-scheme:dark){:root{--ink:#f0f6fc;--soft:#9198a1;--line:#3d444d;--paper:#0d1117;\
            --shade:#151b23;--link:#4493f8;--broken:#ff7b72}}
            body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
            main{max-width:86rem;margin:auto;padding:1rem}
            a{color:var(--link)}h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}h3{overflow-wrap:anywhere}
            nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0}
            .pair{display:flex;flex-wrap:wrap;gap:1rem}.pair figure{flex:0 1 auto}
            figure{margin:0;width:fit-content;max-width:100%;overflow-x:auto;border:1px solid var(--line);\
            border-radius:6px}
            figure svg{display:block;max-width:max(100%,30rem);height:auto}article{margin-top:2rem}
            pre,.story{font:14px/1.5 ui-monospace,Consolas,monospace;background:var(--shade);border-radius:6px}
            pre{padding:.75rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
            .story{padding:.75rem 1rem .75rem 3.5rem;margin:.5rem 0}
            .story li{overflow-wrap:anywhere;white-space:pre-wrap}.broken{color:var(--broken);font-weight:700}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            th,td{text-align:left;padding:.15rem 1rem .15rem 0;border-bottom:1px solid var(--line)}
            summary{cursor:pointer;padding:.5rem 0}
            @media print{figure{break-inside:avoid;overflow:visible}figure svg{max-width:100%;height:auto}}
            """;

    private final Map<String, Stage> stages = new TreeMap<>();

    /** Shows what the memo of a stage did in the demo. */
    public synchronized void demo(String stage, Comparison demo) {
        stage(stage).demo = demo;
    }

    /**
     * Shows a failure. Failures with the same message are shown once.
     *
     * @param stage whose memo failed
     * @param test the name of the test
     * @param message what it says
     * @param schedule what led to it
     */
    public synchronized void failure(String stage, String test, String message, Picture schedule) {
        stage(stage).failures.computeIfAbsent(message, it -> new Failure(new ArrayList<>(), schedule)).tests.add(test);
    }

    private Stage stage(String name) {
        return stages.computeIfAbsent(name, it -> new Stage());
    }

    /** Writes the page into this file, and makes its folder if there is none. */
    public void writeTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, html(), StandardCharsets.UTF_8);
    }

    /** The page. */
    public synchronized String html() {
        StringBuilder html = new StringBuilder(HEAD).append(SvgPicture.STYLE).append("""
                </style>
                </head>
                <body>
                <main>
                <h1>Pictures of your memos</h1>
                <p>Each stage puts the eight requests of the demo to your memo: two for each of four pages. There is a
                lane for each caller, and time goes to the right. Here all fetches that are under way take one round,
                so the pictures are the same on every machine. Of each test that failed you see what led to it.</p>
                <nav aria-label="Stages"><ul>
                """);
        stages.keySet().stream().map(SvgPicture::escape).forEach(name ->
                html.append("<li><a href=\"#").append(name).append("\">").append(name).append("</a></li>\n"));
        html.append("</ul></nav>\n");
        stages.forEach((name, stage) -> show(name, stage, html));
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void show(String name, Stage stage, StringBuilder html) {
        html.append("<section id=\"").append(escape(name)).append("\">\n<h2>").append(escape(name)).append("</h2>\n");
        int failed = stage.failures.values().stream().mapToInt(failure -> failure.tests.size()).sum();
        String tests = failed == 0 ? "No test" : failed == 1 ? "1 test" : failed + " tests";
        html.append("<p>").append(tests).append(" failed in this run.</p>\n");
        if (stage.demo != null && stage.demo.seen().isEmpty()) {
            html.append("<p>There is nothing to draw yet: no request led to a fetch.</p>\n");
        } else if (stage.demo != null) {
            html.append("<div class=\"pair\">\n");
            figure("Your memo", stage.demo.seen(), html);
            figure("The best possible", stage.demo.ideal(), html);
            html.append("</div>\n<details><summary>Your memo as a table</summary>\n");
            table(stage.demo.seen(), html);
            html.append("</details>\n");
        }
        stage.failures.forEach((message, failure) -> show(message, failure, html));
        html.append("</section>\n");
    }

    private static void show(String message, Failure failure, StringBuilder html) {
        html.append("<article>\n<h3>").append(escape(failure.tests.get(0))).append("</h3>\n");
        int more = failure.tests.size() - 1;
        if (more > 0) {
            html.append("<details><summary>").append(more).append(more == 1 ? " more test says" : " more tests say")
                    .append(" the same</summary><ul>");
            failure.tests.stream().skip(1).forEach(test -> html.append("<li>").append(escape(test)).append("</li>"));
            html.append("</ul></details>\n");
        }
        html.append("<pre>").append(escape(TextPicture.shorten(message, LONGEST_MESSAGE))).append("</pre>\n");
        if (!failure.schedule.isEmpty()) {
            figure("What led to it", failure.schedule, html);
            html.append("<ol class=\"story\">\n");
            failure.schedule.moments().forEach(moment -> html.append("<li>").append(inWords(moment)).append("</li>\n"));
            html.append("</ol>\n");
        }
        html.append("</article>\n");
    }

    private static String inWords(Moment moment) {
        String rule = moment.isBroken()
                ? "<span class=\"broken\">\u2717 Rule broken: " + escape(moment.rule()) + "</span>" : "";
        String words = escape(moment.words());
        return words + (words.isEmpty() || rule.isEmpty() ? "" : "\n") + rule;
    }

    /** A picture that can be scrolled, with the keyboard, too, where it is too wide. */
    private static void figure(String label, Picture picture, StringBuilder html) {
        html.append("<figure tabindex=\"0\" aria-label=\"").append(escape(label)).append("\">")
                .append(SvgPicture.element(picture)).append("</figure>\n");
    }

    private static void table(Picture picture, StringBuilder html) {
        html.append("<table><thead><tr><th>caller<th>page<th>what it does<th>from round<th>to round</thead><tbody>\n");
        for (Lane lane : picture.lanes()) {
            for (Span span : lane.spans()) {
                for (String cell : List.of(lane.name(), span.key(),
                        (span.kind() == Kind.FROM_CACHE ? "is served " : "") + span.kind().words,
                        "" + span.from(), "" + span.to())) {
                    html.append(cell.equals(lane.name()) ? "<tr><td>" : "<td>").append(escape(cell));
                }
                html.append('\n');
            }
        }
        html.append("</tbody></table>\n");
    }

    private static String escape(String words) {
        return SvgPicture.escape(words);
    }

    private static final class Stage {
        private final Map<String, Failure> failures = new LinkedHashMap<>();
        private Comparison demo;
    }

    private record Failure(List<String> tests, Picture schedule) {}
}
