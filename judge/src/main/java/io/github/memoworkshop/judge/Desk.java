package io.github.memoworkshop.judge;

import io.github.memoworkshop.judge.submission.Submission;
import io.github.memoworkshop.judge.submission.Submissions;
import io.github.memoworkshop.judge.submission.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Judges a class: all submissions in a folder, several at a time.
 *
 * <p>Each result is kept in a file of its own as soon as it is known, by the content of the submission and the version
 * of the judge. Whoever starts again, however the run before ended, judges only what is not there yet. The report is
 * written when all results are there, so no unfinished run ever shows.
 */
final class Desk {

    private final Judge judge;
    private final Settings settings;
    private final String version;

    Desk(Settings settings) throws IOException {
        this.settings = settings;
        judge = new Judge(settings.alsoAllowed(), settings.limits());
        version = Version.of(settings);
    }

    /**
     * Which part of a class is judged.
     *
     * @param index from 1
     * @param count into how many parts the class is divided
     */
    record Shard(int index, int count) {

        static final Shard ALL = new Shard(1, 1);

        <T> List<T> of(List<T> all) {
            List<T> part = new ArrayList<>();
            for (int i = index - 1; i < all.size(); i += count) {
                part.add(all.get(i));
            }
            return part;
        }

        @Override
        public String toString() {
            return index + "/" + count;
        }
    }

    /**
     * Judges what is in a folder.
     *
     * @param kept the folder in which results are kept
     * @param workers how many submissions are judged at the same time
     * @return the report, when all results are there
     */
    Report judge(Path folder, Shard shard, Path kept, int workers, Progress progress) throws IOException {
        List<String> names = shard.of(Submissions.namesIn(folder));
        Files.createDirectories(kept);
        progress.start(names.size());
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<Result>> results = new ArrayList<>();
            for (String name : names) {
                results.add(pool.submit(() -> result(name, folder.resolve(name), kept, progress)));
            }
            List<Result> all = new ArrayList<>();
            for (Future<Result> result : results) {
                all.add(result.get());
            }
            return Report.of(all, judge.grid(), settings, version, shard.toString());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; start again to go on", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Result result(String name, Path where, Path kept, Progress progress) throws IOException {
        String shown = Text.visible(name);
        Submission submission;
        try {
            submission = Submissions.read(where.toString());
        } catch (UnreadableException e) {
            progress.known();
            return judge.unreadable(shown, e);
        }
        Path file = kept.resolve(Version.key(version, submission) + ".json");
        if (Files.exists(file)) {
            progress.known();
            return Json.read(file, Result.class).named(shown);
        }
        Result result = judge.judge(shown, submission);
        Json.write(file, Json.of(result.named("")));
        progress.judged();
        return result;
    }
}
