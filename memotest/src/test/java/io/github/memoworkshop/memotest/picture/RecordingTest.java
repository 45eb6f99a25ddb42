package io.github.memoworkshop.memotest.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.memoworkshop.memotest.picture.Event.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {

    private final Recording recording = new Recording(String::valueOf);

    @Test
    void whatWasSeenBeforeAFetchIsNotNotedAfterIt() {
        Thread caller = new Thread("caller-1") {

            @Override
            public StackTraceElement[] getStackTrace() {
                recording.add(getName(), Kind.FETCHES, () -> "a"); // goes on while it is looked at
                return new StackTraceElement[0];
            }
        };
        recording.add("caller-1", Kind.CALLS, () -> "a");

        recording.lookAt(caller, true, caller::getStackTrace, frames -> "");

        assertEquals(List.of(Kind.CALLS, Kind.FETCHES), recording.events().stream().map(Event::kind).toList());
    }
}
