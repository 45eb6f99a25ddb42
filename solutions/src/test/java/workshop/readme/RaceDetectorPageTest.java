package workshop.readme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.Memoizer;
import io.github.memoworkshop.memotest.race.Races;
import io.github.memoworkshop.memotest.race.RacesOff;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import workshop.memo1.Memo;

/** What docs/race-detector.md shows is what happens. */
class RaceDetectorPageTest {

    @Test
    void showsTheReportOnMemo1() throws Exception {
        Races races = Races.watch(Memo.class);
        Memoizer<String, String> memo = races.make(key -> "page " + key);
        for (String caller : new String[] {"caller-1", "caller-2"}) {
            FutureTask<String> call = new FutureTask<>(() -> memo.get("a"));
            new Thread(call, caller).start();
            call.get();
        }

        isShown(races.found().get(0).toString());
    }

    @Test
    @RacesOff("a lost hit does not matter")
    void showsHowToSwitchItOff(TestInfo test) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Races.watch(Memo.class, test.getTestMethod().orElseThrow());
        } finally {
            System.setOut(out);
        }

        isShown(printed.toString(StandardCharsets.UTF_8));
        isShown("@RacesOff(\"a lost hit does not matter\")");
    }

    private static void isShown(String text) throws Exception {
        String page = Files.readString(Path.of("..", "docs", "race-detector.md")).replace("\r\n", "\n");
        String block = text.strip().replace("\r\n", "\n").indent(4);
        assertTrue(page.contains("\n\n" + block + "\n"), () -> "docs/race-detector.md does not show this:\n" + block);
    }
}
