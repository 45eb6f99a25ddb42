package workshop.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean and how far off it may be: half of its 95 % confidence interval, from Student's t distribution.
 *
 * @param mean the mean of the rounds
 * @param error that half, or NaN if there was one round only
 */
record Estimate(double mean, double error) {

    static Estimate of(List<Double> rounds) {
        ListStatistics statistics =
                new ListStatistics(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        return new Estimate(statistics.getMean(), statistics.getMeanErrorAt(0.95));
    }

    /** The ratio of two things that were measured in the same rounds, which share the luck of the round. */
    static Estimate ofRatios(List<Double> dividends, List<Double> divisors) {
        return of(IntStream.range(0, dividends.size())
                .mapToObj(round -> dividends.get(round) / divisors.get(round))
                .toList());
    }

    @Override
    public String toString() {
        return Double.isNaN(error) ? digits(mean) : digits(mean) + " ± " + digits(error);
    }

    private static String digits(double number) {
        String format = number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : number >= 0.095 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, number);
    }
}
