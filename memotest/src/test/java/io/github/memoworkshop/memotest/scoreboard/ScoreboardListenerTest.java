package io.github.memoworkshop.memotest.scoreboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.memoworkshop.memotest.scoreboard.learner.Memo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What is printed after real runs of small test classes. */
class ScoreboardListenerTest {

    private static final String MEMO =
            "src/test/java/io/github/memoworkshop/memotest/scoreboard/learner/Memo.java";

    @Test
    void stagesThatAreRedLeadToTheFirstTestAsItIsWritten() {
        assertEquals(
                """
                Testing stage 1 ...
                Testing stage 2 ...

                Scoreboard             Walks     Jumps
                stage 1  [..........]  0 of 2
                stage 2  [..........]  0 of 2    0 of 1

                Next step: stage 1, Walks, westward
                  open %s:18

                  write me in Memo.java

                """.formatted(MEMO),
                outputOf(selectClass(RedOne.class), selectClass(RedTwo.class)));
    }

    @Test
    void aGreenStageSaysWhatWasLearnedAndWhatComesNext() {
        assertEquals(
                """
                Testing stage 1 ...
                Testing stage 2 ...

                Scoreboard             Walks     Jumps
                stage 1  [##########]  kept
                stage 2  [######....]  kept      0 of 1

                Stage 1 is green. Walking is falling.
                Next flaw: It does not jump.

                Next step: stage 2, Jumps, high
                  open %s:15

                  fell at Memo.java:10, Nobody.java:1
                  Rule: What goes up comes down.
                  Look at: Memo.java:15

                """.formatted(MEMO),
                outputOf(selectClass(GreenOne.class), selectClass(HalfTwo.class)));
    }

    @Test
    void theOrderOfTheRunDoesNotMatter() {
        String board = outputOf(selectClass(HalfTwo.class), selectClass(GreenOne.class));

        assertTrue(board.indexOf("stage 1  [") < board.indexOf("stage 2  ["), board);
        assertTrue(board.contains("Next step: stage 2"), board);
    }

    @Test
    void whenAllIsGreenThereIsNoNextStep() {
        assertEquals(
                """
                Testing stage 1 ...
                Testing stage 2 ...

                Scoreboard             Walks     Jumps
                stage 1  [##########]  kept
                stage 2  [##########]  kept      kept

                All stages are green. Jumping is walking upwards.

                """,
                outputOf(selectClass(GreenOne.class), selectClass(GreenTwo.class)));
    }

    @Test
    void oneStageDoesNotPretendAboutTheOthers() {
        assertEquals(
                """
                Testing stage 2 ...

                Scoreboard             Walks     Jumps
                stage 2  [##########]  kept      kept

                Only stage 2 was run.

                Stage 2 is green. Jumping is walking upwards.

                """,
                outputOf(selectClass(GreenTwo.class)));
    }

    @Test
    void aGreenStageSaysWhatToDoUntilTheNextOneHasBegun() {
        String toDo = "\nNext flaw: It does not jump.\nTo do: Open another file.\n";

        assertTrue(outputOf(selectClass(ToDoOne.class)).contains(toDo));
        assertTrue(outputOf(selectClass(ToDoOne.class), selectClass(RedTwo.class)).contains(toDo));
        assertFalse(outputOf(selectClass(ToDoOne.class), selectClass(HalfTwo.class)).contains("To do:"));
    }

    @Test
    void oneTestDoesNotPretendAboutTheRestOfItsStage() {
        assertEquals(
                """
                Testing stage 2 ...

                Scoreboard             Walks     Jumps
                stage 2  [###       ]  in part   not run

                Only stage 2 was run.
                Not run: 2 of the 3 tests of stage 2.

                """,
                outputOf(selectMethod(GreenTwo.class, "eastward")));
    }

    @Test
    void oneTestThatFailsBreaksItsPromise() {
        assertEquals(
                """
                Testing stage 1 ...

                Scoreboard             Walks
                stage 1  [.....     ]  broken

                Only stage 1 was run.
                Not run: 1 of the 2 tests of stage 1.

                Next step: stage 1, Walks, eastward
                  open %s:18

                  write me in Memo.java

                """.formatted(MEMO),
                outputOf(selectMethod(RedOne.class, "eastward")));
    }

    @Test
    void ofAStackTraceOnlyTheLearnersLinesAreShown() {
        assertEquals(
                """
                Testing stage 1 ...

                Scoreboard             Walks
                stage 1  [..........]  0 of 2

                Only stage 1 was run.

                Next step: stage 1, Walks, westward
                  open %s:15

                  java.lang.IllegalStateException: cannot walk
                  caused by java.lang.NumberFormatException: For input string: "seven"
                    at Memo.java:15  return Integer.parseInt(text);

                """.formatted(MEMO),
                outputOf(selectClass(Thrower.class)));
    }

    @Test
    void aLineOfARecursionIsShownOnce() {
        String board = outputOf(selectClass(Recursion.class));

        String failure = "  java.lang.StackOverflowError\n    at Memo.java:10  return 1 + recurse(depth + 1);\n\n";
        assertTrue(board.contains(failure), board);
    }

    @Test
    void longMessagesAreWrappedAndCut() {
        String board = outputOf(selectClass(Talker.class));

        assertTrue(board.lines().allMatch(line -> line.length() <= 100), board);
        assertTrue(board.contains("\n  ... and 26 more lines\n"), board);
    }

    @Test
    void codeAndCommandsAreNotBroken() {
        String board = outputOf(selectClass(Quoter.class));

        assertTrue(board.contains(
                """
                  caller-1 in get("a") was stopped before a step at
                      Memo.java:10  if (known == null && somethingElse.isAlsoTheCase(here)) {, on the way from
                      Memo.java:15  return Integer.parseInt(text);
                  Replay:
                      mvn test "-Dtest=StageTest#aTestWithAVeryLongNameThatFillsAllThatThereIsOfTheLine" "-Dstep=12"
                """), board);
    }

    @Test
    void aTestClassThatCannotStartIsTheNextStep() {
        assertEquals(
                """
                Testing stage 1 ...

                Scoreboard             Walks
                stage 1  [          ]  not run

                Only stage 1 was run.
                Not run: 2 of the 2 tests of stage 1.

                Next step: stage 1, CannotStart
                  open %s:18

                  no way

                """.formatted(MEMO),
                outputOf(selectClass(CannotStart.class)));
    }

    @Test
    void withoutAStageNothingIsPrinted() {
        assertEquals("", outputOf(selectClass(NoStage.class)));
    }

    @Test
    void whereNobodyElseReportsFailuresThoseOfOtherTestsAreShown() {
        String board = outputOf(true, false, selectClass(NoStage.class), selectClass(GreenOne.class));

        assertTrue(board.contains("\nother tests: 1 of 2\n"), board);
        assertTrue(board.contains("\nNext step: NoStage, fails()\n"), board);
        assertTrue(board.contains("\n  my own\n"), board);
        assertTrue(outputOf(true, false, selectClass(NoStage.class)).contains("\n  my own\n"));
    }

    @Test
    void aPictureOfTheRunIsNamedLast() throws IOException {
        Path picture = Path.of("target/memotest/index.html");
        Files.createDirectories(picture.getParent());
        Files.createFile(picture);
        try {
            String board = outputOf(selectClass(GreenOne.class));

            assertTrue(board.endsWith("\nPicture: target/memotest/index.html\n"), board);
        } finally {
            Files.delete(picture);
        }
    }

    @Test
    void coloursChangeNothingButColours() {
        String painted = outputOf(false, true, selectClass(GreenOne.class), selectClass(HalfTwo.class));

        assertTrue(painted.contains("[\u001b[32m######\u001b[0m\u001b[31m....\u001b[0m]"), painted);
        assertEquals(
                outputOf(selectClass(GreenOne.class), selectClass(HalfTwo.class)),
                painted.replaceAll("\u001b\\[\\d+m", "").replaceAll(" +\n", "\n"));
    }

    private static String outputOf(DiscoverySelector... tests) {
        return outputOf(false, false, tests);
    }

    private static String outputOf(boolean isOnlyReport, boolean hasColour, DiscoverySelector... tests) {
        StringBuilder out = new StringBuilder();
        LauncherConfig quiet =
                LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
        LauncherFactory.create(quiet).execute(
                LauncherDiscoveryRequestBuilder.request().selectors(tests).build(),
                new ScoreboardListener(out::append, isOnlyReport, hasColour));
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    interface Walks {
        default void walk() {}

        @Test
        default void westward() {
            walk();
        }

        @Test
        default void eastward() {
            walk();
        }
    }

    interface Jumps {
        default void jump() {}

        @Test
        default void high() {
            jump();
        }
    }

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.")
    static class GreenOne implements Walks {}

    @Stage(number = 2, memo = Memo.class, learned = "Jumping is walking upwards.")
    static class GreenTwo implements Walks, Jumps {}

    @Stage(number = 2, memo = Memo.class, learned = "Jumping is walking upwards.")
    static class HalfTwo implements Walks, Jumps {
        @Override
        public void jump() {
            fail("fell at Memo.java:10, Nobody.java:1\nRule: What goes up comes down.\nLook at: Memo.java:15");
        }
    }

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.")
    static class RedOne implements Walks {
        @Override
        public void walk() {
            fail("write me in Memo.java");
        }
    }

    @Stage(number = 2, memo = Memo.class, learned = "Jumping is walking upwards.")
    static class RedTwo extends RedOne implements Walks, Jumps {
        @Override
        public void jump() {
            fail("write me in Memo.java");
        }
    }

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.")
    static class Thrower implements Walks {
        @Override
        public void walk() {
            try {
                Memo.parse("seven");
            } catch (NumberFormatException e) {
                throw new IllegalStateException("cannot walk", e);
            }
        }
    }

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.")
    static class Recursion implements Walks {
        @Override
        public void walk() {
            Memo.recurse(0);
        }
    }

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.")
    static class Talker implements Walks {
        @Override
        public void walk() {
            fail("blah ".repeat(60) + "x".repeat(150) + "\n".repeat(2) + "\tblah\n".repeat(38));
        }
    }

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.")
    static class Quoter implements Walks {
        @Override
        public void walk() {
            fail("caller-1 in get(\"a\") was stopped before a step at Memo.java:10  if (known == null &&"
                    + " somethingElse.isAlsoTheCase(here)) {, on the way from"
                    + " Memo.java:15  return Integer.parseInt(text);\n"
                    + "Replay: mvn test \"-Dtest=StageTest#aTestWithAVeryLongNameThatFillsAllThatThereIsOfTheLine\""
                    + " \"-Dstep=12\"");
        }
    }

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.",
            toDo = "Open another file.")
    static class ToDoOne implements Walks {}

    @Stage(number = 1, memo = Memo.class, learned = "Walking is falling.", next = "It does not jump.")
    static class CannotStart implements Walks {
        @BeforeAll
        static void start() {
            fail("no way");
        }
    }

    static class NoStage {
        @Test
        void fails() {
            fail("my own");
        }

        @Test
        void passes() {
            assertTrue(Stream.of("one").findAny().isPresent());
        }
    }
}
