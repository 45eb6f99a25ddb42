package io.github.memoworkshop.memotest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void theMemoIsEnough() {
        Options options = Options.parse("memo3");

        assertEquals("memo3", options.memo());
        assertEquals(Options.Mode.CONCURRENT, options.mode());
        assertEquals(List.of(), options.urls());
    }

    @Test
    void everythingCanBeSet() {
        Options options = Options.parse(
                "memo1", "--urls", "http://a/", "https://b/", "--sequential", "--delay", "5", "--timeout", "7",
                "--rounds", "--svg", "memo1.svg");

        assertEquals(List.of(URI.create("http://a/"), URI.create("https://b/")), options.urls());
        assertEquals(Options.Mode.SEQUENTIAL, options.mode());
        assertEquals(Duration.ofMillis(5), options.delay());
        assertEquals(Duration.ofMillis(7), options.timeout());
        assertTrue(options.rounds());
        assertEquals(Optional.of(Path.of("memo1.svg")), options.svg());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                     | \"\" is not a memo",
        "memo                   | \"memo\" is not a memo",
        "memo1 --fast           | \"--fast\" is not an option",
        "memo1 --delay          | --delay needs a number of milliseconds above 0, not \"\".",
        "memo1 --delay soon     | --delay needs a number of milliseconds above 0, not \"soon\".",
        "memo1 --timeout 0      | --timeout needs a number of milliseconds above 0, not \"0\".",
        "memo1 --svg            | --svg needs the name of a file, such as memo1.svg",
        "memo1 --svg --rounds   | --svg needs the name of a file, such as memo1.svg",
        "memo1 --urls           | --urls needs an address",
        "memo1 --urls ftp://a/  | \"ftp://a/\" is not an address that starts with http:// or https://.",
        "memo1 --urls http:///  | \"http:///\" is not an address that starts with http:// or https://.",
    })
    void aWrongArgumentIsRefusedWithASentence(String arguments, String sentence) {
        String message = assertThrows(IllegalArgumentException.class, () -> Options.parse(arguments.split(" ")))
                .getMessage();

        assertTrue(message.startsWith(sentence), message);
    }

    @ParameterizedTest
    @CsvSource({"memo9, workshop.memo9.Memo", "my.OwnMemo, my.OwnMemo", "java.lang.String, java.lang.String"})
    void aMemoThatIsNotThereIsRefusedWithASentence(String memo, String name) {
        Options options = Options.parse(memo);

        String message = assertThrows(
                IllegalArgumentException.class, () -> Options.newMemo(options.memoClass(), key -> key)).getMessage();

        assertTrue(message.startsWith(name + " cannot be made"), message);
    }
}
