package sunstone.agent.scan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Speed of an instrument and its waits between batches, by its own stamps: the time within the points of a
 * command, and from the last of one to the first of the next. Part of a scan's state: the same whatever the order of
 * the records, repeated ones make no difference.
 */
public final class InstrumentPace {
    /** Commands that count, the newest. */
    private static final int RECENT = 5;

    private final Map<String, Span> spans = new HashMap<>();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    /** A command's points, and its first and last stamp. */
    private static final class Span {
        private final int points;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;

        Span(int points) {
            this.points = points;
        }

        Instant first() {
            return first;
        }
    }

    /** Notes a command. */
    void asked(String commandId, int points) {
        spans.computeIfAbsent(commandId, id -> new Span(points));
    }

    /** Notes the stamp of a point of a command; one that was never sent counts nowhere. */
    void measured(String commandId, Instant at) {
        Span span = spans.get(commandId);
        if (span != null) {
            first = at.isBefore(first) ? at : first;
            last = at.isAfter(last) ? at : last;
            span.first = at.isBefore(span.first) ? at : span.first;
            span.last = at.isAfter(span.last) ? at : span.last;
        }
    }

    /** Seconds from the first commanded point to the last, waits included; 0 before the second. */
    double usedSeconds() {
        return last.isAfter(first) ? seconds(first, last) : 0;
    }

    /**
     * Points that could have been measured during a wait, medians over the newest commands; NaN as long as that is not
     * known.
     */
    double pointsPerWait() {
        List<Span> begun = spans.values().stream()
                .filter(s -> s.points > 1 && s.last.isAfter(s.first))
                .sorted(Comparator.comparing(Span::first))
                .toList();
        List<Span> recent = begun.subList(Math.max(0, begun.size() - RECENT - 1), begun.size());
        List<Double> perPoint = new ArrayList<>();
        List<Double> waits = new ArrayList<>();
        for (int k = 0; k < recent.size(); k++) {
            Span s = recent.get(k);
            perPoint.add(seconds(s.first, s.last) / (s.points - 1));
            if (k > 0 && recent.get(k - 1).last.isBefore(s.first)) {
                waits.add(seconds(recent.get(k - 1).last, s.first));
            }
        }
        return waits.isEmpty() ? Double.NaN : median(waits) / median(perPoint);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
