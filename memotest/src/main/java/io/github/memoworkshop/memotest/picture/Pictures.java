package io.github.memoworkshop.memotest.picture;

import io.github.memoworkshop.memotest.picture.Event.Kind;
import io.github.memoworkshop.memotest.picture.Picture.Lane;
import io.github.memoworkshop.memotest.picture.Picture.Moment;
import io.github.memoworkshop.memotest.picture.Picture.Span;
import io.github.memoworkshop.memotest.picture.Picture.Tick;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Makes pictures of the events of a recording, with one of three clocks: the real one, one that counts the rounds of
 * fetches, and one that counts the events.
 */
public final class Pictures {

    private static final int LANES_SHOWN = 12;

    private final List<Event> events;
    private final long[] times;
    private final long length;
    private final Clock clock;
    private final long shortest;

    private Pictures(
            List<Event> events, long[] times, long length, Clock clock, long shortest) {
        this.events = events;
        this.times = times;
        this.length = length;
        this.clock = clock;
        this.shortest = shortest;
    }

    /** By the real clock, in nanoseconds since the first event. What is too short to be seen is left out. */
    public static Pictures inTime(Recording recording) {
        List<Event> events = recording.events();
        long[] times = events.stream().mapToLong(event -> event.nanos() - events.get(0).nanos()).toArray();
        long length = LongStream.of(times).max().orElse(0);
        return new Pictures(events, times, length, Clock.TIME, length / 100);
    }

    /** By a clock that counts the rounds: each fetch lasts from one round to the next. */
    public static Pictures inRounds(Recording recording) {
        List<Event> events = recording.events();
        long[] times = new long[events.size()];
        long round = 0;
        for (int i = 0; i < times.length; i++) {
            round += events.get(i).kind() == Kind.ROUND ? 1 : 0;
            times[i] = round;
        }
        long oneByOne = events.stream().filter(event -> event.kind() == Kind.CALLS)
                .map(event -> event.detail().get()).distinct().count();
        long length = Math.max(unended(events) == 0 ? round : round + 1, oneByOne); // one scale for all memos
        return new Pictures(events, times, length, Clock.ROUNDS, 1);
    }

    /** How many calls have not ended. */
    private static long unended(List<Event> events) {
        return events.stream().filter(event -> event.kind() == Kind.CALLS).count()
                - events.stream().filter(event -> event.kind().endsCall()).count();
    }

    /** The schedule that led to a failure: each event has a moment of its own, up to the one that broke the rule. */
    public static Picture ofSchedule(String title, Recording recording) {
        List<Event> events = new ArrayList<>();
        for (Event event : recording.events()) {
            events.add(event);
            if (event.kind() == Kind.BREAKS) {
                break; // what comes later did not lead to it
            }
        }
        List<String> names = events.stream().map(Event::lane).filter(lane -> !lane.isEmpty()).distinct().toList();
        if (names.size() > LANES_SHOWN) { // the first ones and the last ones tell the story
            Set<String> hidden = new HashSet<>(names.subList(LANES_SHOWN / 2, names.size() - LANES_SHOWN / 2));
            hidden.remove(events.get(events.size() - 1).lane()); // which broke the rule
            events.removeIf(event -> hidden.contains(event.lane()));
            title += " (" + hidden.size() + " more callers are not shown)";
        }
        List<Moment> moments = new ArrayList<>();
        long[] times = new long[events.size()];
        for (int i = 0; i < times.length; i++) {
            Event event = events.get(i);
            if (event.kind() != Kind.BREAKS) {
                moments.add(new Moment(event.lane(), event.toString(), null));
            } else if (event.lane().isEmpty()) {
                moments.add(new Moment("", "", event.detail().get()));
            } else { // the moment of the event that broke it
                Moment last = moments.remove(moments.size() - 1);
                moments.add(new Moment(last.lane(), last.words(), event.detail().get()));
            }
            times[i] = moments.size() - 1;
        }
        Pictures pictures = new Pictures(events, times, moments.size(), Clock.EVENTS, 1);
        return new Picture(title, pictures.lanes(), moments, List.of(), moments.size());
    }

    /** What this memo did, and what the best possible memo would have done with the same requests. */
    public Comparison compare(String memo) {
        Picture seen = seen();
        Picture ideal = ideal(seen);
        long endless = unended(events);
        String end = endless == 0 ? " in " + clock.words(lastOf(seen)) : ", calls that never end: " + endless;
        return new Comparison(
                seen.titled(memo + ": " + fetches(seen) + end),
                ideal.titled("The best possible: " + fetches(ideal) + " in " + clock.words(lastOf(ideal))));
    }

    private static String fetches(Picture picture) {
        long fetches = picture.count(Picture.Kind.FETCHES);
        return fetches + (fetches == 1 ? " fetch" : " fetches");
    }

    private static long lastOf(Picture picture) {
        return picture.lanes().stream().flatMap(lane -> lane.spans().stream()).mapToLong(Span::to).max().orElse(0);
    }

    /** What the callers did, those of one key beside each other, the keys in the order in which they were fetched. */
    private Picture seen() {
        List<Lane> lanes = lanes();
        Map<String, Long> begun = new HashMap<>();
        lanes.stream().flatMap(lane -> lane.spans().stream()).filter(span -> span.kind() == Picture.Kind.FETCHES)
                .forEach(span -> begun.merge(span.key(), span.from() / Math.max(1, length / 20), Math::min));
        lanes.sort(Comparator.<Lane, Long>comparing(lane -> begun.getOrDefault(lane.keys().get(0), Long.MAX_VALUE))
                .thenComparing(lane -> lane.keys().get(0))
                .thenComparing(lane -> lane.spans().stream().noneMatch(span -> span.kind() == Picture.Kind.FETCHES)));
        return new Picture("", lanes, List.of(), clock.ticks(length), length);
    }

    /**
     * What the callers of a picture would have done with a memo that fetches each key once, and all keys side by side,
     * in the time that the quickest fetch of the key really took. Its lanes are in the same order.
     */
    private Picture ideal(Picture seen) {
        Map<String, Long> durations = new HashMap<>();
        seen.lanes().stream().flatMap(lane -> lane.spans().stream())
                .filter(span -> span.kind() == Picture.Kind.FETCHES)
                .forEach(span -> durations.merge(span.key(), span.to() - span.from(), Math::min));
        Map<String, Long> ready = new HashMap<>();
        Map<String, List<Span>> spans = new HashMap<>();
        Map<String, Long> now = new HashMap<>();
        for (Event event : events) {
            if (event.kind() == Kind.CALLS) {
                String key = event.detail().get();
                long start = now.getOrDefault(event.lane(), 0L);
                boolean first = !ready.containsKey(key);
                long end = Math.max(start, ready.computeIfAbsent(key, it -> start + durations.getOrDefault(it, 0L)));
                Picture.Kind kind = first ? Picture.Kind.FETCHES
                        : end > start ? Picture.Kind.WAITS_FOR_ENTRY : Picture.Kind.FROM_CACHE;
                spans.computeIfAbsent(event.lane(), lane -> new ArrayList<>()).add(new Span(kind, key, start, end));
                now.put(event.lane(), end);
            }
        }
        List<Lane> lanes = seen.lanes().stream()
                .filter(lane -> spans.containsKey(lane.name()))
                .map(lane -> new Lane(lane.name(), lane.keys(), spans.get(lane.name())))
                .toList();
        // On the scale of what was seen: so the two can be compared.
        return new Picture("", lanes, List.of(), seen.ticks(), seen.length());
    }

    private List<Lane> lanes() {
        Map<String, LaneMaker> lanes = new LinkedHashMap<>();
        Set<String> fetched = new HashSet<>();
        for (int i = 0; i < times.length; i++) {
            Event event = events.get(i);
            if (!event.lane().isEmpty()) {
                lanes.computeIfAbsent(event.lane(), LaneMaker::new).add(event, times[i], fetched);
            }
        }
        List<Lane> made = new ArrayList<>();
        lanes.values().forEach(lane -> made.add(lane.end()));
        return made;
    }

    /** What the numbers of the axis of time are. */
    private enum Clock {
        EVENTS {
            @Override
            List<Tick> ticks(long length) {
                return List.of(); // each event has a number of its own
            }
        },
        ROUNDS {
            @Override
            List<Tick> ticks(long length) {
                return LongStream.rangeClosed(0, length).mapToObj(i -> new Tick(i, String.valueOf(i))).toList();
            }

            @Override
            String words(long length) {
                return length + (length == 1 ? " round" : " rounds");
            }
        },
        TIME {
            @Override
            List<Tick> ticks(long length) {
                long millis = TimeUnit.NANOSECONDS.toMillis(length);
                long step = LongStream.iterate(1, decade -> decade * 10)
                        .flatMap(decade -> LongStream.of(decade, 2 * decade, 5 * decade))
                        .filter(candidate -> millis / candidate <= 5)
                        .findFirst()
                        .orElseThrow();
                return LongStream.rangeClosed(0, millis / step)
                        .mapToObj(i -> new Tick(TimeUnit.MILLISECONDS.toNanos(i * step), i * step + " ms"))
                        .toList();
            }

            @Override
            String words(long length) {
                return TimeUnit.NANOSECONDS.toMillis(length) + " ms";
            }
        };

        abstract List<Tick> ticks(long length);

        String words(long length) {
            return String.valueOf(length);
        }
    }

    /** Follows one thread through its events. */
    private final class LaneMaker {

        private final String name;
        private final Set<String> keys = new LinkedHashSet<>();
        private final List<Span> spans = new ArrayList<>();
        private final Deque<String> fetching = new ArrayDeque<>();
        private String asked; // null between calls
        private boolean fromCache;
        private Picture.Kind now; // null between calls
        private long since;

        LaneMaker(String name) {
            this.name = name;
        }

        void add(Event event, long time, Set<String> fetched) {
            switch (event.kind()) {
                case CALLS -> {
                    asked = event.detail().get();
                    keys.add(asked);
                    fromCache = true;
                    become(Picture.Kind.RUNS, time);
                }
                case FETCHES -> {
                    fromCache = false;
                    become(Picture.Kind.FETCHES, time);
                    fetching.push(event.detail().get());
                    keys.add(fetching.peek());
                }
                case FETCHED -> {
                    become(fetching.size() > 1 ? Picture.Kind.FETCHES : Picture.Kind.RUNS, time);
                    fetched.add(fetching.pop());
                }
                case WAITS_FOR_LOCK -> become(Picture.Kind.WAITS_FOR_LOCK, time);
                case WAITS_FOR_ENTRY -> become(Picture.Kind.WAITS_FOR_ENTRY, time);
                case IS_STOPPED -> become(Picture.Kind.IS_STOPPED, time);
                case RUNS, GOES_ON -> become(Picture.Kind.RUNS, time);
                case RETURNS, THROWS -> {
                    become(null, time);
                    if (fromCache && fetched.contains(asked)) {
                        spans.add(new Span(Picture.Kind.FROM_CACHE, asked, time, time));
                    }
                    asked = null;
                }
                case IS_INTERRUPTED, ACCESSES, ROUND, BREAKS -> { } // moments, which begin and end nothing
            }
        }

        private void become(Picture.Kind next, long time) {
            boolean isFetch = now == Picture.Kind.FETCHES;
            if (isFetch || now != null && time - since >= shortest) {
                spans.add(new Span(now, isFetch ? fetching.peek() : String.valueOf(asked), since, time));
                fromCache &= now != Picture.Kind.WAITS_FOR_ENTRY;
            }
            // A thread that only fetches, for callers that wait, does nothing between its fetches.
            now = next == Picture.Kind.RUNS && asked == null ? null : next;
            since = time;
        }

        Lane end() {
            become(null, length);
            return new Lane(name, List.copyOf(keys), List.copyOf(spans));
        }
    }
}
