package sunstone.agent.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sunstone.agent.policy.Candidate;
import sunstone.agent.round.HeldMap;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EncodedMap;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Suggestion;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/** Records that a round publishes: a map and a suggestion, in the wire's words. */
public final class Publication {
    private Publication() {}

    /** The map, unwanted pixels left out. Packing takes milliseconds: not for the event loop. */
    public static Outgoing map(Scan scan, Round round, MapRevision.Calibration calibration, double inferenceMs) {
        return Outgoing.of(new MapRevision(
                scan.scanId(),
                round.revision(),
                round.snapshot().points().size(),
                round.meanUncertaintyDeg(),
                round.p95UncertaintyDeg(),
                calibration,
                inferenceMs,
                round.degraded(),
                LightRecords.of(round.light()),
                packed(scan, round)));
    }

    /** The map of a round as its record has it, in the instrument's crystal frame, unwanted pixels left out. */
    static EncodedMap packed(Scan scan, Round round) {
        OrientationMap map = round.posterior().map();
        boolean[] valid = map.valid().clone();
        for (int i = 0; i < valid.length; i++) {
            valid[i] &= scan.wanted(i);
        }
        return MapPacking.pack(
                new OrientationMap(map.grid(), map.laue(), map.quaternions(), valid),
                round.posterior().uncertaintyDeg(),
                scan.axes());
    }

    /**
     * The opposite of {@link #packed}: a posterior of one member. Of a map on a coarser raster every pixel takes the
     * one above and left of it.
     *
     * @return empty if it is not a map of this scan, or if it says nothing of a pixel that is wanted
     */
    public static Optional<Posterior> unpacked(Scan scan, EncodedMap packed) {
        return MapPacking.unpack(packed, scan.grid().stepUm()).value().flatMap(u -> spread(scan, u));
    }

    /** The map of a round that is being published, for later rounds to fall back on. */
    public static HeldMap lastGood(Scan scan, Round round) {
        return new HeldMap(round.revision(), round.measurements(), () -> unpacked(scan, packed(scan, round)));
    }

    private static Optional<Posterior> spread(Scan scan, MapPacking.Unpacked unpacked) {
        ScanGrid grid = scan.grid();
        ScanGrid coarse = unpacked.map().grid();
        LaueGroup laue = unpacked.map().laue();
        int stride = unpacked.stride();
        if (laue != scan.mapped().laue()
                || stride < 1
                || coarse.rows() != (grid.rows() + stride - 1) / stride
                || coarse.cols() != (grid.cols() + stride - 1) / stride) {
            return Optional.empty();
        }
        double[] q = new double[4 * grid.size()];
        float[] member = new float[q.length];
        boolean[] valid = new boolean[grid.size()];
        float[] uncertainty = new float[grid.size()];
        for (int i = 0; i < valid.length; i++) {
            int from = coarse.index(i / grid.cols() / stride, i % grid.cols() / stride);
            valid[i] = unpacked.map().valid()[from];
            uncertainty[i] = unpacked.uncertaintyDeg()[from];
            if (scan.wanted(i) && !(valid[i] && uncertainty[i] >= 0)) {
                return Optional.empty();
            }
            laue.reduce(unpacked.map().quaternions(), 4 * from, q, 4 * i);
            for (int c = 4 * i; c < 4 * i + 4; c++) {
                member[c] = (float) q[c];
            }
        }
        return Optional.of(new Posterior(new OrientationMap(grid, laue, q, valid), uncertainty, List.of(member), 0));
    }

    /** The suggestion. */
    public static Suggestion suggestion(
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
    public static SuggestionRecord offer(Suggestion s) {
        return new SuggestionRecord(
                s.suggestionId(),
                s.revision(),
                s.points().stream().map(p -> new Pixel(p.row(), p.col())).toList(),
                s.createdAt(),
                s.expiresAt(),
                s.stop() == null ? null : s.stop().reason());
    }

    /** The command that follows a suggestion. */
    public static Command command(String scanId, String suggestionId, List<Pixel> pixels) {
        return new Command(
                scanId,
                Command.idOf(suggestionId),
                suggestionId,
                pixels.stream()
                        .map(p -> new sunstone.connectors.message.Pixel(p.row(), p.col()))
                        .toList());
    }
}
