package io.github.memoworkshop.judge.submission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source files of one attendee's memos.
 *
 * <p>Immutable, so safe for use by any number of threads.
 *
 * @param sources the text of each file by its path, {@code workshop/memo1/Memo.java} for example
 */
public record Submission(SortedMap<String, String> sources) {

    public Submission {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }

    /** Where the memo of a stage is. */
    public static String memo(int stage) {
        return "workshop/memo" + stage + "/Memo.java";
    }

    /** Adds all that is judged to a digest: submissions with the same files, and only those, add the same. */
    public void addTo(MessageDigest digest) {
        sources.forEach((path, text) -> {
            byte[] code = text.getBytes(StandardCharsets.UTF_8);
            digest.update((path + " " + code.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(code);
        });
    }
}
