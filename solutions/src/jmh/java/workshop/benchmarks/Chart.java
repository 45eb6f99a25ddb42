package workshop.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bar chart in SVG: a group of bars for each contender, a bar for each series, each with its error and its number.
 * Readable in the light and in the dark, and without colours.
 */
final class Chart {

    private static final int LEFT = 250;
    private static final int LONGEST = 420;
    private static final int BAR = 12;
    private static final int GAP = 8;
    private static final int TOP = 44;

    private final String title;
    private final Map<String, Results> series;
    private final List<String> elements = new ArrayList<>();

    Chart(String title, Map<String, Results> series) {
        this.title = title;
        this.series = series;
    }

    String svg() {
        List<Contender> contenders = Stream.of(Contender.values())
                .filter(contender -> series.values().stream().allMatch(results -> results.has(contender)))
                .toList();
        double most = contenders.stream()
                .flatMap(contender -> series.values().stream().map(results -> results.of(contender).mean()))
                .max(Double::compare)
                .orElseThrow();
        int y = TOP;
        for (Contender contender : contenders) {
            add("<text x='%d' y='%d' text-anchor='end'>%s</text>",
                    LEFT - 8, y + series.size() * BAR / 2 + 4, contender.title);
            int shade = 0;
            for (Map.Entry<String, Results> one : series.entrySet()) {
                bar(y, shade++, one.getValue().of(contender), LONGEST / most, one.getKey());
                y += BAR;
            }
            y += GAP;
        }
        return String.format(Locale.ROOT, """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 900 %d' role='img' font-family='sans-serif' \
                font-size='12'>
                <title>%s</title>
                <style>
                svg { background: #fff; color: #222; } text { fill: currentColor; } line { stroke: currentColor; }
                rect { fill: #2a6fb0; stroke: currentColor; stroke-width: .5; }
                @media (prefers-color-scheme: dark) { svg { background: #1b1b1b; color: #ddd; } }
                </style>
                <text x='%d' y='24' font-size='15'>%s</text>
                %s
                </svg>
                """, y, title, LEFT, title, String.join("\n", elements));
    }

    private void bar(int y, int shade, Estimate value, double scale, String name) {
        double length = value.mean() * scale;
        double error = Double.isNaN(value.error()) ? 0 : value.error() * scale;
        add("<rect x='%d' y='%d' width='%.1f' height='%d' fill-opacity='%.1f'/>",
                LEFT, y + 1, length, BAR - 2, 1 - 0.4 * shade);
        add("<line x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>",
                LEFT + Math.max(0, length - error), LEFT + length + error, y + BAR / 2, y + BAR / 2);
        add("<text x='%.1f' y='%d' font-size='10'>%s%s</text>",
                LEFT + length + error + 6, y + BAR - 2, value, name.isEmpty() ? "" : ", " + name);
    }

    private void add(String format, Object... arguments) {
        elements.add(String.format(Locale.ROOT, format, arguments));
    }
}
