package io.github.memoworkshop.memotest.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.memoworkshop.memotest.lab.Call;
import io.github.memoworkshop.memotest.lab.Lab;
import io.github.memoworkshop.memotest.picture.Picture.Moment;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class PicturesTest {

    private static final String HOSTILE = "</svg><script>alert(\"1 & 2\")</script>\u0000\u001b[31m \ud83d\ude00";

    @Test
    void aScheduleIsDrawnUpToTheMomentAtWhichTheRuleBroke() {
        ReentrantLock lock = new ReentrantLock();
        Picture picture = failing("a", "b", lab(fetch -> key -> {
            lock.lock();
            try {
                return fetch.fetch(key);
            } finally {
                lock.unlock();
            }
        }), "One key is fetched while another one is being fetched.");

        String text = TextPicture.of(picture, StandardCharsets.US_ASCII);

        assertTrue(text.startsWith("""
                what led to it
                caller-1  "a"  1...2###########!5##
                caller-2  "b"          3...4:::!5::
                # fetches   : waits for a lock   . runs
                   1  caller-1 calls get("a")
                   2  caller-1 begins to fetch "a"
                   3  caller-2 calls get("b")
                   4  caller-2 waits for a lock at PicturesTest.java:"""), text);
        assertTrue(text.endsWith("\n  !5  RULE BROKEN: One key is fetched while another one is being fetched.\n"),
                text);
    }

    @Test
    void aWrongAnswerBreaksTheRuleAtTheMomentAtWhichItIsGiven() {
        try (Lab<String, String> lab = lab(fetch -> key -> fetch.fetch("b"))) {
            Call<String> call = lab.call("a");
            lab.call("b").mustReturn("page b", "It must be so.");
            assertThrows(AssertionError.class, () -> call.mustReturn("page a", "Everybody gets their own page."));

            Picture picture = Pictures.ofSchedule("", lab.recording());

            Moment last = picture.moments().get(picture.moments().size() - 1);
            assertEquals(new Moment("caller-1", "caller-1 gets \"page b\"", "Everybody gets their own page."), last);
            assertEquals(4, picture.moments().size(), "what came later is not shown");
        }
    }

    @Test
    void aSecondFetchBreaksTheRuleAtTheMomentAtWhichItBegins() {
        try (Lab<String, String> lab = lab(fetch -> fetch::fetch)) {
            lab.hold("a");
            lab.call("a");
            lab.call("a");
            lab.open("a");
            lab.wrongFetches("a", "It was fetched twice.", "Once is enough.");

            Picture picture = Pictures.ofSchedule("", lab.recording());

            Moment last = picture.moments().get(3);
            assertEquals(new Moment("caller-2", "caller-2 begins to fetch \"a\"", "Once is enough."), last);
        }
    }

    @Test
    void ofACrowdTheFirstAndTheLastAreShown() {
        try (Lab<Integer, String> lab = new Lab<>(key -> "", UnaryOperator.identity(), fetch -> fetch::fetch)) {
            for (int key = 0; key < 30; key++) {
                lab.call(key);
            }

            Picture picture = Pictures.ofSchedule("crowd", lab.recording());

            assertEquals(12, picture.lanes().size());
            assertEquals("caller-30", picture.lanes().get(11).name());
            assertEquals("crowd (18 more callers are not shown)", picture.title());
        }
    }

    @ParameterizedTest
    @CsvSource({"monitor, WAITS_FOR_LOCK", "lock, WAITS_FOR_LOCK", "read lock, WAITS_FOR_LOCK",
        "latch, WAITS_FOR_ENTRY", "condition, WAITS_FOR_ENTRY", "wait, WAITS_FOR_ENTRY"})
    void aLockIsToldFromOtherThingsToWaitFor(String what, Event.Kind expected) throws Exception {
        ReentrantLock lock = new ReentrantLock();
        ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        CountDownLatch latch = new CountDownLatch(1);
        Object monitor = new Object();
        lock.lock();
        both.writeLock().lock();
        synchronized (monitor) {
            try (Lab<String, String> lab = lab(fetch -> key -> {
                switch (what) {
                    case "monitor" -> {
                        synchronized (monitor) {
                            return key;
                        }
                    }
                    case "lock" -> lock.lockInterruptibly();
                    case "read lock" -> both.readLock().lockInterruptibly();
                    case "latch" -> latch.await();
                    case "condition" -> {
                        ReentrantLock own = new ReentrantLock();
                        own.lock();
                        own.newCondition().await();
                    }
                    default -> {
                        synchronized (key) {
                            key.wait();
                        }
                    }
                }
                return key;
            })) {
                lab.call(new String("a"));

                List<Event> events = lab.recording().events();
                assertEquals(expected, events.get(events.size() - 1).kind());
                latch.countDown();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "IBM437", "US-ASCII", "windows-1252"})
    void textIsDrawnWithWhatTheCharsetHas(String name) {
        Charset charset = Charset.forName(name);
        Picture picture = failing("a", "b", lab(fetch -> fetch::fetch), "It must not be so.");

        String text = TextPicture.of(picture, charset);

        assertTrue(charset.newEncoder().canEncode(text), text);
        boolean hasBlocks = name.equals("UTF-8") || name.equals("IBM437");
        assertEquals(hasBlocks, text.contains("\u2588"), text);
        assertEquals(!hasBlocks, text.contains("#"), text);
    }

    @Test
    void svgIsWellFormedAndSaysInWordsWhatItShowsWhateverTheKeysAndMessagesAre() throws Exception {
        Picture picture = failing(HOSTILE, "b", lab(fetch -> fetch::fetch), HOSTILE).titled(HOSTILE);

        Document document = parse(SvgPicture.document(picture));

        assertEquals("svg", document.getDocumentElement().getTagName());
        assertEquals("img", document.getDocumentElement().getAttribute("role"));
        assertEquals(0, document.getElementsByTagName("script").getLength());
        String shown = HOSTILE.replace('\u0000', '\ufffd').replace('\u001b', '\ufffd');
        assertEquals(shown, document.getElementsByTagName("title").item(0).getTextContent());
        String words = document.getElementsByTagName("desc").item(0).getTextContent();
        assertTrue(words.contains("begins to fetch \"" + shown), words);
    }

    @Test
    void aPageShowsEachMessageOnceAndEscapesWhatOthersWrote() throws Exception {
        Picture picture = failing(HOSTILE, "b", lab(fetch -> fetch::fetch), HOSTILE);
        Page page = new Page();
        page.failure("memo1", HOSTILE, HOSTILE, picture);
        page.failure("memo1", "another test", HOSTILE, picture);

        String html = page.html();

        assertFalse(html.contains("<script"), html);
        assertTrue(html.contains("2 tests failed in this run."), html);
        assertTrue(html.contains("1 more test says the same</summary><ul><li>another test</li>"), html);
        Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
        assertTrue(svg.find());
        parse(svg.group());
        assertFalse(svg.find(), "the second failure with this message is not drawn");
    }

    /** Two callers, both held in the fetch if they come so far; then a rule turns out to be broken. */
    private static Picture failing(String one, String other, Lab<String, String> lab, String rule) {
        try (lab) {
            lab.hold(one, other);
            lab.call(one);
            lab.call(other);
            lab.recording().broken(rule);
            return Pictures.ofSchedule("what led to it", lab.recording());
        }
    }

    private static Lab<String, String> lab(Lab.Maker<String, String> maker) {
        return new Lab<>(key -> "page " + key, UnaryOperator.identity(), maker);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
