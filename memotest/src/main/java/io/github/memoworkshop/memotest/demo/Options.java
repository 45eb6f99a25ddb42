package io.github.memoworkshop.memotest.demo;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo is asked to do: {@value #USAGE}.
 *
 * @param memo the memo by its package, {@code memo1} to {@code memo4}, or the full name of its class
 * @param mode whether the requests are made one after the other or all at once
 * @param urls the pages to ask for; the demo's own where empty
 * @param delay how long a page of the demo's own server takes
 * @param timeout how long to wait for a page
 * @param rounds whether to draw only, in a lab where each fetch takes a round, see {@link Rounds}
 * @param svg where to write the picture as SVG, if anywhere
 */
public record Options(
        String memo, Mode mode, List<URI> urls, Duration delay, Duration timeout, boolean rounds, Optional<Path> svg) {

    static final String USAGE = "memo1|memo2|memo3|memo4|CLASS [--sequential|--concurrent] [--delay MILLIS]"
            + " [--timeout MILLIS] [--urls URL ...] [--rounds] [--svg FILE]";

    private static final Pattern MEMO = Pattern.compile("memo\\d+|\\w+(\\.\\w+)+");

    /** How the requests are made. */
    public enum Mode {
        /** One after the other. */
        SEQUENTIAL("one after the other"),
        /** All at once. */
        CONCURRENT("all at once");

        final String description;

        Mode(String description) {
            this.description = description;
        }
    }

    /**
     * Reads the arguments of the command line.
     *
     * @param args the arguments
     * @return what they ask for
     * @throws IllegalArgumentException with a sentence for the user when they are wrong
     */
    public static Options parse(String... args) {
        if (args.length == 0) {
            throw new IllegalArgumentException("Say which memo to run: " + USAGE);
        }
        Matcher memo = MEMO.matcher(args[0]);
        if (!memo.matches()) {
            throw new IllegalArgumentException("\"" + args[0] + "\" is not a memo; give " + USAGE);
        }
        Mode mode = Mode.CONCURRENT;
        List<URI> urls = new ArrayList<>();
        Duration delay = Duration.ofMillis(300);
        Duration timeout = Duration.ofSeconds(10);
        boolean rounds = false;
        Optional<Path> svg = Optional.empty();
        for (int i = 1; i < args.length; i++) {
            switch (args[i]) {
                case "--sequential" -> mode = Mode.SEQUENTIAL;
                case "--concurrent" -> mode = Mode.CONCURRENT;
                case "--delay" -> delay = millis(args, ++i);
                case "--timeout" -> timeout = millis(args, ++i);
                case "--rounds" -> rounds = true;
                case "--svg" -> svg = Optional.of(file(args, ++i));
                case "--urls" -> {
                    while (i + 1 < args.length && !args[i + 1].startsWith("--")) {
                        urls.add(url(args[++i]));
                    }
                    if (urls.isEmpty()) {
                        throw new IllegalArgumentException("--urls needs an address, such as https://example.org/");
                    }
                }
                default -> throw new IllegalArgumentException("\"" + args[i] + "\" is not an option; give " + USAGE);
            }
        }
        return new Options(args[0], mode, List.copyOf(urls), delay, timeout, rounds, svg);
    }

    private static Duration millis(String[] args, int i) {
        String given = i < args.length ? args[i] : "";
        try {
            int millis = Integer.parseInt(given);
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(
                args[i - 1] + " needs a number of milliseconds above 0, not \"" + given + "\".");
    }

    private static Path file(String[] args, int i) {
        String given = i < args.length ? args[i] : "";
        try {
            if (!given.isEmpty() && !given.startsWith("--")) {
                return Path.of(given);
            }
        } catch (InvalidPathException notAFile) {
            // said below
        }
        throw new IllegalArgumentException("--svg needs the name of a file, such as " + args[0] + ".svg");
    }

    private static URI url(String given) {
        try {
            URI url = URI.create(given);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException notAUri) {
            // said below
        }
        throw new IllegalArgumentException("\"" + given + "\" is not an address that starts with http:// or https://.");
    }

    /** The class of the memo. It is looked up by name because the library knows none of the memos. */
    Class<?> memoClass() {
        String name = memo.contains(".") ? memo : "workshop." + memo + ".Memo";
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw cannotBeMade(name, e);
        }
    }

    /** Makes a memo of this class. */
    @SuppressWarnings("unchecked")
    static <K, V> Memoizer<K, V> newMemo(Class<?> memo, Fetch<K, V> fetch) {
        try {
            return (Memoizer<K, V>) memo.getConstructor(Fetch.class).newInstance(fetch);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The constructor of " + memo.getName() + " threw " + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw cannotBeMade(memo.getName(), e);
        }
    }

    private static IllegalArgumentException cannotBeMade(String name, Exception e) {
        return new IllegalArgumentException(
                name + " cannot be made; it must be a public class that implements Memoizer and has a public"
                        + " constructor that takes a Fetch. (" + e + ")", e);
    }
}
