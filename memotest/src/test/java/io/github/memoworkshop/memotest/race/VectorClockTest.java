package io.github.memoworkshop.memotest.race;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VectorClockTest {

    @Test
    void knowsTheLatestStepOfEachThreadThatEitherKnew() {
        VectorClock one = new VectorClock();
        VectorClock other = new VectorClock();
        one.tick(0);
        one.tick(0);
        other.tick(7);

        one.join(other);

        assertEquals(2, one.get(0));
        assertEquals(1, one.get(7));
        assertEquals(0, other.get(0));
        assertEquals(0, one.get(1_000));
    }

    @Test
    void staysSmallWhenTheClocksOfACrowdMeetAgainAndAgain() {
        VectorClock one = new VectorClock();
        VectorClock other = new VectorClock();
        // Where each clock makes the other grow, this runs out of memory long before.
        for (int thread = 0; thread < 1_000; thread += 2) {
            one.tick(thread);
            other.tick(thread + 1);
            other.join(one);
            one.join(other);
        }

        assertEquals(1, one.get(999));
        assertEquals(1, other.get(998));
    }
}
