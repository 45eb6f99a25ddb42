package io.github.memoworkshop.memotest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector.Argument;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.StepRequest;
import io.github.memoworkshop.memotest.race.Races;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A debugger, as an IDE has one, stops and steps in the source of a memo that is watched. */
class DebuggerTest {

    static final class Memo<K, V> implements Memoizer<K, V> {

        private final Fetch<K, V> fetch;
        private final Map<K, V> cache = new HashMap<>();
        private int fetches;

        public Memo(Fetch<K, V> fetch) {
            this.fetch = fetch;
        }

        @Override
        public V get(K key) throws Exception {
            V known = cache.get(key);
            if (known == null) {
                fetches++;
                known = fetch.fetch(key);
                cache.put(key, known);
            }
            return known;
        }
    }

    /** The program that is debugged. */
    static final class Watching {

        public static void main(String[] args) throws Exception {
            Memoizer<String, String> memo = Races.watch(Memo.class).make(String::valueOf);
            memo.get("a");
        }
    }

    private VirtualMachine vm;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        ListeningConnector connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(each -> each.transport().name().equals("dt_socket")).findFirst().orElseThrow();
        Map<String, Argument> arguments = connector.defaultArguments();
        arguments.get("localAddress").setValue("127.0.0.1");
        arguments.get("timeout").setValue("60000");
        String address = connector.startListening(arguments);
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-agentlib:jdwp=transport=dt_socket,suspend=y,address=" + address,
                "-cp", System.getProperty("java.class.path"), Watching.class.getName()).inheritIO().start();
        vm = connector.accept(arguments);
        connector.stopListening(arguments);
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    /** Stepping into the detector is what the filter that docs/race-detector.md names is for. */
    @ParameterizedTest
    @ValueSource(ints = {StepRequest.STEP_OVER, StepRequest.STEP_INTO})
    void stopsAtABreakpointAndStepsFromLineToLine(int depth) throws Exception {
        int first = firstLineOfGet();
        ClassPrepareRequest loading = vm.eventRequestManager().createClassPrepareRequest();
        loading.addClassFilter(Memo.class.getName());
        loading.enable();
        List<String> stops = new ArrayList<>();
        while (stops.size() < 6) {
            EventSet events = vm.eventQueue().remove(60_000);
            assertNotNull(events, () -> "nothing more happened after " + stops);
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent prepared) {
                    breakAt(first, prepared.referenceType());
                } else if (event instanceof BreakpointEvent hit) {
                    stops.add(place(hit));
                    step(hit, depth);
                } else if (event instanceof StepEvent stepped) {
                    stops.add(place(stepped));
                }
            }
            events.resume();
        }

        String memo = "WatchedLoader " + Memo.class.getName() + ".get DebuggerTest.java:";
        List<String> expected = Stream.of(0, 1, 2, 3, 4, 6).map(line -> memo + (first + line)).toList();
        assertEquals(expected, stops);
    }

    private void breakAt(int line, ReferenceType type) throws Exception {
        for (Location location : type.locationsOfLine(line)) {
            vm.eventRequestManager().createBreakpointRequest(location).enable();
        }
    }

    private void step(BreakpointEvent hit, int depth) {
        hit.request().disable();
        StepRequest step = vm.eventRequestManager().createStepRequest(hit.thread(), StepRequest.STEP_LINE, depth);
        for (String filter : List.of("java.*", "jdk.*", "sun.*", "io.github.memoworkshop.memotest.race.*")) {
            step.addClassExclusionFilter(filter);
        }
        step.enable();
    }

    private static String place(LocatableEvent event) throws Exception {
        Location at = event.location();
        String loader = at.declaringType().classLoader().referenceType().name();
        return loader.substring(loader.lastIndexOf('.') + 1) + " " + at.declaringType().name() + "."
                + at.method().name() + " " + at.sourceName() + ":" + at.lineNumber();
    }

    /** As a stack trace tells it. */
    private static int firstLineOfGet() {
        Memoizer<String, String> memo = new Memo<>(null);
        try {
            memo.get("a");
        } catch (Exception e) {
            return e.getStackTrace()[0].getLineNumber() - 3;
        }
        throw new AssertionError("there is no fetch");
    }
}
