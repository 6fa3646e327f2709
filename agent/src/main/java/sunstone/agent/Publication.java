package sunstone.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sunstone.agent.policy.Candidate;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Suggestion;
import sunstone.models.map.OrientationMap;

/** What a round says to the world: a map and a suggestion, in the wire's words. */
public final class Publication {
    private Publication() {}

    /** The map, unwanted pixels left out. Packing takes milliseconds: not for the event loop. */
    public static Outgoing map(Scan scan, Round round, MapRevision.Calibration calibration, double inferenceMs) {
        OrientationMap map = round.posterior().map();
        boolean[] valid = map.valid().clone();
        for (int i = 0; i < valid.length; i++) {
            valid[i] &= scan.wanted(i);
        }
        return Outgoing.of(new MapRevision(
                scan.scanId(),
                round.revision(),
                round.snapshot().points().size(),
                round.meanUncertaintyDeg(),
                round.p95UncertaintyDeg(),
                calibration,
                inferenceMs,
                round.degraded(),
                MapPacking.pack(
                        new OrientationMap(map.grid(), map.laue(), map.quaternions(), valid),
                        round.posterior().uncertaintyDeg())));
    }

    /** The suggestion. */
    static Suggestion suggestion(
            Scan scan, Round round, long seq, int frames, String model, Instant createdAt, Instant expiresAt) {
        List<Suggestion.Point> points = new ArrayList<>();
        for (Candidate c : round.suggestion()) {
            points.add(new Suggestion.Point(
                    c.row(),
                    c.col(),
                    points.size() + 1,
                    c.uncertaintyDeg(),
                    c.expectedGainDeg(),
                    c.travelMs(),
                    c.why()));
        }
        String stop = round.stop();
        return new Suggestion(
                scan.scanId(),
                Suggestion.idOf(scan.scanId(), round.revision()),
                round.revision(),
                new Suggestion.BasedOn(round.snapshot().points().size(), seq, frames, model, round.seed()),
                createdAt,
                expiresAt,
                points,
                stop == null ? null : new Suggestion.Stop(stop),
                round.degraded());
    }

    /** What the scan's state remembers of a suggestion. */
    static Offer offer(Suggestion s) {
        return new Offer(
                s.suggestionId(),
                s.revision(),
                s.points().stream().map(p -> new Pixel(p.row(), p.col())).toList(),
                s.createdAt(),
                s.expiresAt(),
                s.stop() == null ? null : s.stop().reason());
    }

    /** The command that follows a suggestion. */
    static Command command(String scanId, String suggestionId, List<Pixel> pixels) {
        return new Command(
                scanId,
                Command.idOf(suggestionId),
                suggestionId,
                pixels.stream()
                        .map(p -> new sunstone.connectors.message.Pixel(p.row(), p.col()))
                        .toList());
    }
}
