package io.github.memoworkshop.memotest.race;

import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/**
 * What instrumented code calls. Each {@link WatchedLoader} defines a copy of this class of its own, so that the static
 * field below is the detector of that one watch, and watches in other threads of the JVM do not meet. Thread safe.
 *
 * <p>Public only because instrumented code lives in other packages; not for use by hand.
 */
public final class Hooks {

    private static final Detector DETECTOR = Detector.of(Hooks.class.getClassLoader());

    private static final Time TIME = DETECTOR.time();

    private Hooks() {}

    public static void step(int site) {
        DETECTOR.step(site);
    }

    public static void loop() {
        DETECTOR.loop();
    }

    public static void field(Object owner, boolean write, int site) {
        DETECTOR.field(owner, write, site);
    }

    public static void element(Object array, int index, boolean write, int site) {
        DETECTOR.element(array, index, write, site);
    }

    public static void frozen(Object owner, boolean read) {
        DETECTOR.frozen(owner, read);
    }

    public static void monitor(Object monitor, boolean enter) {
        DETECTOR.monitor(monitor, enter);
    }

    public static long limit(long time) {
        return TIME.limit(time);
    }

    public static Date limit(Date deadline) {
        return TIME.limit(deadline);
    }

    public static TimeUnit limit(TimeUnit unit) {
        return TIME.limit(unit);
    }

    public static long clock(long now, long day) {
        return TIME.clock(now, day);
    }

    public static Instant clock(Instant now) {
        return TIME.clock(now);
    }

    public static Object before(Object receiver, Object[] arguments, int site) {
        return DETECTOR.before(receiver, arguments, site);
    }

    public static void after(Object result, Object call) {
        DETECTOR.after(result, call);
    }

    public static void enter(Object callback, boolean isSynchronized) {
        DETECTOR.enter(callback, isSynchronized);
    }

    public static void exit(Object result) {
        DETECTOR.exit(result);
    }
}
