package sunstone.agent.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Suggestion;

/** What must be true of a scan whatever died. */
final class Verdicts {
    private static final double TILT_TOLERANCE = 1e-3; // of a cosine; the wire rounds angles to 0.006 degrees

    private Verdicts() {}

    /** Acknowledged pixels that the newest published map does not show as they were measured. */
    static List<Integer> lost(Bench bench, String scanId) {
        Optional<MapRevision> newest = last(bench.of(scanId, Topic.MAPS))
                .map(r -> r.decode(Codecs.MAP).value().orElseThrow());
        List<Integer> lost = new ArrayList<>(bench.acknowledged.getOrDefault(scanId, Set.of()));
        newest.ifPresent(m -> {
            double[] q =
                    MapPacking.unpack(m.map(), 1).value().orElseThrow().map().quaternions();
            lost.removeIf(i -> {
                double cosTilt = Math.abs(1 - 2 * (q[4 * i + 1] * q[4 * i + 1] + q[4 * i + 2] * q[4 * i + 2]));
                return Math.abs(cosTilt - Math.cos(Math.toRadians(Bench.tiltDeg(i)))) < TILT_TOLERANCE;
            });
        });
        return lost;
    }

    /** Whether the agent has said that it wants nothing more, knowing every acknowledged point. */
    static boolean complete(Bench bench, String scanId) {
        Set<Integer> acknowledged = bench.acknowledged.getOrDefault(scanId, Set.of());
        return last(bench.of(scanId, Topic.SUGGESTIONS))
                .map(r -> r.decode(Codecs.SUGGESTION).value().orElseThrow())
                .filter(s -> s.stop() != null && s.basedOn().points() == acknowledged.size())
                .filter(s -> lost(bench, scanId).isEmpty())
                .isPresent();
    }

    /** Every revision once, maps and suggestions alike; no dead letter. */
    static void exactlyOnce(Bench bench, String scanId) {
        List<Integer> suggested = bench.of(scanId, Topic.SUGGESTIONS).stream()
                .map(r -> r.decode(Codecs.SUGGESTION).value().orElseThrow().revision())
                .toList();
        List<Integer> mapped = bench.of(scanId, Topic.MAPS).stream()
                .map(r -> r.decode(Codecs.MAP).value().orElseThrow().revision())
                .toList();
        assertThat(suggested)
                .as("revisions of suggestions of %s", scanId)
                .isEqualTo(IntStream.rangeClosed(1, suggested.size()).boxed().toList());
        assertThat(mapped).as("revisions of maps of %s", scanId).isEqualTo(suggested);
        assertThat(bench.of(scanId, Topic.DEAD_LETTERS))
                .as("dead letters of %s", scanId)
                .extracting(RawRecord::headers)
                .isEmpty();
    }

    /** Mode auto: every suggestion that proposes something was commanded once, as it was. */
    static void everySuggestionCommanded(Bench bench, String scanId) {
        List<String> proposed = suggestions(bench, scanId).stream()
                .filter(s -> s.stop() == null)
                .map(s -> s.suggestionId() + " " + pixels(s))
                .toList();
        assertThat(commands(bench, scanId)).as("commands of %s", scanId).isEqualTo(proposed);
    }

    /** Mode advise: every command follows from one approval, and an approval without one was overtaken. */
    static void everyApprovalCommanded(Bench bench, String scanId) {
        List<String> commanded = commands(bench, scanId);
        Set<String> approved = new HashSet<>();
        Set<String> denied = new HashSet<>();
        bench.of(scanId, Topic.DECISIONS).stream()
                .map(r -> r.decode(Codecs.DECISION).value().orElseThrow())
                .forEach(d -> (d.verdict() == Decision.Verdict.APPROVE ? approved : denied).add(d.suggestionId()));
        List<Suggestion> suggestions = suggestions(bench, scanId);
        assertThat(commanded).as("commands of %s", scanId).doesNotHaveDuplicates();
        assertThat(commanded)
                .as("commands of %s were approved as they were suggested", scanId)
                .isSubsetOf(suggestions.stream()
                        .filter(s -> approved.contains(s.suggestionId()))
                        .map(s -> s.suggestionId() + " " + pixels(s))
                        .toList());
        int newest = suggestions.get(suggestions.size() - 1).revision();
        for (Suggestion s : suggestions) {
            boolean followed = commanded.contains(s.suggestionId() + " " + pixels(s));
            if (approved.contains(s.suggestionId()) && !denied.contains(s.suggestionId()) && !followed) {
                assertThat(s.revision())
                        .as("approved and not commanded in %s", scanId)
                        .isLessThan(newest);
            }
        }
    }

    private static List<Suggestion> suggestions(Bench bench, String scanId) {
        return bench.of(scanId, Topic.SUGGESTIONS).stream()
                .map(r -> r.decode(Codecs.SUGGESTION).value().orElseThrow())
                .toList();
    }

    private static List<String> commands(Bench bench, String scanId) {
        List<String> commands = new ArrayList<>();
        for (RawRecord r : bench.of(scanId, Topic.COMMANDS)) {
            Command c = r.decode(Codecs.COMMAND).value().orElseThrow();
            commands.add(c.suggestionId() + " "
                    + c.points().stream().map(p -> p.row() + "," + p.col()).toList());
        }
        return commands;
    }

    private static List<String> pixels(Suggestion s) {
        return s.points().stream().map(p -> p.row() + "," + p.col()).toList();
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
