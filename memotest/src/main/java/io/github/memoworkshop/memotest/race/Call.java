package io.github.memoworkshop.memotest.race;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A call of a library's method, and what is to be done when it ends. Guarded by the {@link Detector}. */
final class Call {

    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    final Site site;
    final Object receiver;
    final Object[] arguments;
    final Watched thread;
    /** When it began, on the thread's own clock: before any release by the call itself. */
    final int time;
    final Call outer;
    final int depth;
    /** What the call is made on, or null. */
    Shadow shadow;
    LibraryCalls.Kind kind;
    /** What the thread acquires at the end, and each callback at its begin; what each callback releases at its end. */
    List<VectorClock> learns = List.of();
    List<VectorClock> tells = List.of();
    /** Whether the thread learns nothing if the result is {@code false}. */
    boolean mayFail;
    /** The monitor that a callback runs under, if there is one. */
    Watched.Held held;
    /** The tasks that the call hands on; and the tasks and futures that the future it gives, if so, waits for. */
    List<Shadow> tasks = List.of();
    List<Shadow> parts = List.of();
    boolean givesFuture;

    Call(Site site, Object receiver, Object[] arguments, Watched thread) {
        this.site = site;
        this.receiver = receiver;
        this.arguments = arguments;
        this.thread = thread;
        time = thread.time();
        outer = thread.call;
        depth = thread.frames.size();
    }

    String name() {
        return site.name();
    }

    /** Whether the whole name fits. No pattern is made twice: that needs a deep stack, and a memo may have used it up. */
    boolean isNamed(String regex) {
        return PATTERNS.computeIfAbsent(regex, Pattern::compile).matcher(name()).matches();
    }

    /** For how many nanoseconds it may wait, as its arguments say; 0 if they do not. */
    long limit() {
        long limit = argument(Long.class).orElse(0L);
        if (name().endsWith("Until")) {
            long deadline = argument(Date.class).map(Date::getTime).orElse(limit);
            return TimeUnit.MILLISECONDS.toNanos(deadline - System.currentTimeMillis());
        }
        TimeUnit unit = name().endsWith("Nanos") ? TimeUnit.NANOSECONDS : TimeUnit.MILLISECONDS;
        return argument(TimeUnit.class).orElse(unit).toNanos(limit);
    }

    private <T> Optional<T> argument(Class<T> type) {
        return Stream.of(arguments).filter(type::isInstance).map(type::cast).findFirst();
    }
}
