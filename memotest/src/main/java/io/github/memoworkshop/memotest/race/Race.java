package io.github.memoworkshop.memotest.race;

import java.util.Comparator;
import java.util.List;

/**
 * Two accesses to one variable, at least one of them a write, by two threads, which no happens-before edge orders: a
 * data race (JLS 17.4.5). Ordered so that the first of several is the same in every run. Immutable.
 *
 * @param variable what both accessed, for example {@code Memo.cache (HashMap)}
 * @param first    the read, or of two writes the one that stands first in the source
 * @param second   the other
 * @param missing  what might have ordered them but does not
 */
public record Race(String variable, Access first, Access second, String missing) implements Comparable<Race> {

    private static final Comparator<Access> BY_PLACE = Comparator
            .<Access, String>comparing(access -> access.site.file())
            .thenComparing(access -> access.site.line())
            .thenComparing(access -> access.site.type());
    private static final Comparator<Race> ORDER = Comparator
            // A read against a write tells more than two writes, and is found under every schedule.
            .<Race, Boolean>comparing(race -> race.first.write)
            .thenComparing(race -> race.first, BY_PLACE)
            // Where a field and the collection it refers to race, the field is the cause.
            .thenComparing(race -> race.variable.endsWith(")"))
            .thenComparing(race -> race.second, BY_PLACE)
            .thenComparing(race -> race.variable);

    /**
     * One of the two. Immutable.
     *
     * @param site   where
     * @param write  whether it writes
     * @param source the line of source, or {@code null} where the source is not to be found
     * @param thread the name of the thread
     * @param locks  the locks that the thread held
     */
    public record Access(Site site, boolean write, String source, String thread, List<String> locks) {

        @Override
        public String toString() {
            String code = source == null ? "in " + Names.simple(site.type()) + "." + site.method() : source;
            String holding = locks.isEmpty() ? "no lock" : String.join(" and ", locks);
            return "  " + site + "  " + (write ? "write" : "read ") + "  " + code + "\n"
                    + "      by thread \"" + thread + "\", holding " + holding + "\n";
        }
    }

    @Override
    public int compareTo(Race other) {
        return ORDER.compare(this, other);
    }

    /** Whether both are about the same variable and the same two places; the threads and their locks may differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Race race && places().equals(race.places());
    }

    @Override
    public int hashCode() {
        return places().hashCode();
    }

    private List<Object> places() {
        return List.of(variable, first.site, first.write, second.site, second.write);
    }

    /** The report. */
    @Override
    public String toString() {
        return "DATA RACE on " + variable + "\n" + first + second + "  " + missing;
    }
}
