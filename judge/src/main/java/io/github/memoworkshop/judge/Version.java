package io.github.memoworkshop.judge;

import io.github.memoworkshop.judge.submission.Submission;
import io.github.memoworkshop.memotest.Memoizer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import workshop.promises.Promise;

/** Tells whether two runs judge alike: by the same code and tests, on the same Java, by the same settings. */
final class Version {

    private Version() {}

    /** A text that is the same for those who judge alike. */
    static String of(Settings settings) throws IOException {
        MessageDigest digest = sha256();
        for (Class<?> type : List.of(Version.class, Promise.class, Memoizer.class)) {
            Path place = place(type);
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        digest.update((Runtime.version().feature() + " " + settings.alsoAllowed() + " " + settings.limits())
                .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** The name under which the result of a submission is kept. */
    static String key(String version, Submission submission) {
        MessageDigest digest = sha256();
        digest.update(version.getBytes(StandardCharsets.UTF_8));
        submission.addTo(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
