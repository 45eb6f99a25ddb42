package io.github.memoworkshop.judge;

import io.github.memoworkshop.judge.bench.Limits;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an instructor can choose, in a file of properties. Immutable.
 *
 * @param points what a kept promise is worth, by {@code memo4.WaitsWell} for example; a promise that is not there is
 *     worth one point
 * @param alsoAllowed lines to add to the list of what a memo may refer to
 */
record Settings(SortedMap<String, Integer> points, List<String> alsoAllowed, Limits limits) {

    static final Settings DEFAULT = new Settings(new TreeMap<>(), List.of(), Limits.DEFAULT);

    /**
     * Reads a file of settings for this grid.
     *
     * @throws BadInputException if it says something that is not understood
     */
    static Settings read(Path file, Grid grid) throws IOException, BadInputException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        SortedMap<String, Integer> points = new TreeMap<>();
        List<String> alsoAllowed = new ArrayList<>();
        Limits limits = Limits.DEFAULT;
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String value = properties.getProperty(key).strip();
            if (key.equals("allow")) {
                alsoAllowed.addAll(List.of(value.split("\\s*;\\s*")));
                continue;
            }
            int number = number(file, key, value);
            limits = switch (key) {
                case "limit.processor.seconds" -> new Limits(
                        Duration.ofSeconds(number), limits.clock(), limits.megabytes(), limits.threads());
                case "limit.clock.seconds" -> new Limits(
                        limits.processor(), Duration.ofSeconds(number), limits.megabytes(), limits.threads());
                case "limit.memory.megabytes" -> new Limits(
                        limits.processor(), limits.clock(), number, limits.threads());
                case "limit.threads" -> new Limits(
                        limits.processor(), limits.clock(), limits.megabytes(), number);
                default -> limits;
            };
            if (key.startsWith("points.")) {
                String promise = key.substring("points.".length());
                if (!grid.keys().contains(promise)) {
                    throw new BadInputException(file + " gives points for " + promise + ", which the kit does not have."
                            + " It has " + String.join(", ", grid.keys()) + ".");
                }
                points.put(promise, number);
            } else if (!key.startsWith("limit.")) {
                throw new BadInputException(file + " has " + key + ", which is not a setting. Settings are"
                        + " points.memo4.WaitsWell and the like, allow, limit.processor.seconds, limit.clock.seconds,"
                        + " limit.memory.megabytes and limit.threads.");
            }
        }
        return new Settings(points, alsoAllowed, limits);
    }

    private static int number(Path file, String key, String value) throws BadInputException {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadInputException(file + " has " + key + "=" + value + ": give a number of 0 or more.");
    }

    /** What a cell of the grid is worth. */
    int points(String key) {
        return points.getOrDefault(key, 1);
    }
}
