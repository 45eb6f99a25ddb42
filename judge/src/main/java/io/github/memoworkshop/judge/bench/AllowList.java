package io.github.memoworkshop.judge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a submission may refer to, as the file {@code allowed.txt} says. Each line of it is one of
 *
 * <ul>
 *   <li>{@code java.util.*}: all members of all types of a package, but not of the packages in it
 *   <li>{@code java.lang.String}: all members of a type and of the types nested in it
 *   <li>{@code java.lang.Thread start join}: these members of a type and no others; a constructor is {@code <init>}
 *   <li>{@code -java.util.Scanner}: nothing of a type
 * </ul>
 *
 * <p>A line for a type counts for more than one for its package or for the type that it is nested in, and a later line
 * for more than an earlier one. Immutable.
 */
final class AllowList {

    private static final Set<String> ALL = Set.of("*");

    private final Map<String, Set<String>> members = new HashMap<>();

    private AllowList(List<String> lines) {
        for (String line : lines) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            if (words[0].startsWith("-")) {
                members.put(words[0].substring(1), Set.of());
            } else if (!words[0].isEmpty()) {
                members.put(words[0], words.length == 1
                        ? ALL
                        : Set.copyOf(Arrays.asList(words).subList(1, words.length)));
            }
        }
    }

    /** The judge's own list with these lines added. */
    static AllowList with(List<String> more) {
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                AllowList.class.getResourceAsStream("allowed.txt"), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>(file.lines().toList());
            lines.addAll(more);
            return new AllowList(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a type may be referred to, by its binary name: {@code java.util.Map$Entry}. */
    boolean allows(String type) {
        return !membersOf(type).isEmpty();
    }

    /** Whether a member may be referred to that this type declares. */
    boolean allows(String type, String member) {
        Set<String> allowed = membersOf(type);
        return allowed == ALL || allowed.contains(member);
    }

    private Set<String> membersOf(String type) {
        for (String outer = type; outer != null; outer = outerOf(outer)) {
            Set<String> found = members.get(outer);
            if (found != null) {
                return found;
            }
        }
        return members.getOrDefault(type.substring(0, type.lastIndexOf('.') + 1) + "*", Set.of());
    }

    private static String outerOf(String type) {
        int nested = type.lastIndexOf('$');
        return nested < 0 ? null : type.substring(0, nested);
    }
}
