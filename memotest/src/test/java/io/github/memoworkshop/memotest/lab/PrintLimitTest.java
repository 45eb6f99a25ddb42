package io.github.memoworkshop.memotest.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrintLimitTest {

    private static final String REST = "... (the rest of what was printed in this test is not shown)\n";

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void catchWhatIsPrinted() {
        PrintStream both = new PrintStream(printed, true, Charset.defaultCharset());
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void printAsBefore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void fiveLinesAreShownOfBothStreamsTogether() {
        try (PrintLimit limit = new PrintLimit()) {
            for (int line = 1; line <= 1_000; line++) {
                (line % 2 == 0 ? System.out : System.err).print(line + "\n");
            }
        }

        assertEquals("1\n2\n3\n4\n5\n" + REST, printed());
    }

    @Test
    void oneLineWithoutEndIsCut() {
        try (PrintLimit limit = new PrintLimit()) {
            for (int part = 0; part < 100_000; part++) {
                System.out.print("memo ");
            }
        }

        assertEquals("memo ".repeat(200) + REST, printed());
    }

    @Test
    void nothingIsCutOfWhatComesAfterIt() {
        PrintStream before = System.out;
        try (PrintLimit limit = new PrintLimit()) {
            System.out.print("once\n");
        }
        assertSame(before, System.out);
        System.out.print("x\n".repeat(10));

        assertEquals("once\n" + "x\n".repeat(10), printed());
    }

    private String printed() {
        return printed.toString(Charset.defaultCharset()).replace("\r\n", "\n");
    }
}
