package sunstone.agent.journal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationMonitor;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.round.HeldMap;
import sunstone.agent.scan.ScanState;
import sunstone.connectors.kafka.Topic;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Finds, while the log is read anew, the state in which the newest published round began, so that its posterior can be
 * drawn again and the points after it judged as the agent before would have done. Every topic passes that instant at a
 * time of its own.
 */
public final class RestartPoint {
    private final Published published;
    private final @Nullable Published good;
    private final Function<Published, Optional<Posterior>> maps;
    private int goodMeasurements = -1;
    private @Nullable List<EbsdPoint> points;
    private @Nullable PlFit light;
    private boolean lightSeen;

    /**
     * A round that was published, and what it rested on.
     *
     * @param points measurements of the mapped phase, without those that had turned out wrong
     * @param frames PL frames that were complete
     */
    public record Published(int revision, int points, int frames, Provenance provenance) {}

    /**
     * Of a scan.
     *
     * @param published its newest round
     * @param good its newest round that had its sampler, or null
     * @param maps reads the map of that from the log; empty if it is not there
     */
    RestartPoint(Published published, @Nullable Published good, Function<Published, Optional<Posterior>> maps) {
        this.published = published;
        this.good = good;
        this.maps = maps;
    }

    /** To be told of every record before it is folded. */
    public void before(Topic topic, long offset, ScanState state, CalibrationMonitor trust) {
        if (topic == Topic.EBSD_POINTS
                && good != null
                && offset >= good.provenance().input(topic)) {
            passGood(state);
        }
        if (offset < published.provenance().input(topic)) {
            return;
        }
        if (topic == Topic.EBSD_POINTS) {
            passPoints(state, trust);
        } else if (topic == Topic.PL_FRAMES) {
            passFrames(state);
        }
    }

    /** To be told when everything that the round rested on has been folded, before it is asked anything. */
    public void pass(ScanState state, CalibrationMonitor trust) {
        passPoints(state, trust);
        passFrames(state);
        if (good != null) {
            passGood(state);
        }
    }

    /**
     * What the round rested on and has not been folded, because the log does not hold it any more; null if nothing is
     * missing.
     */
    public @Nullable String missing(ScanState state) {
        int there = points == null ? 0 : points.size();
        String rested = "revision " + published.revision() + " rested on ";
        if (there < published.points()) {
            return rested + published.points() + " points, " + there + " are left in the log";
        }
        return state.completeFrames() < published.frames()
                ? rested + published.frames() + " PL frames, " + state.completeFrames() + " are left in the log"
                : null;
    }

    private void passPoints(ScanState state, CalibrationMonitor trust) {
        if (points == null) {
            CalibrationState learnt = published.provenance().learnt();
            trust.restore(learnt);
            learnt.refuted().forEach(state::refute);
            points = state.snapshot().points();
        }
    }

    private void passGood(ScanState state) {
        if (goodMeasurements < 0) {
            goodMeasurements = state.measurements();
        }
    }

    /** The newest map that the sampler made, to be read from the log when it is needed; null if it never made one. */
    @Nullable
    public HeldMap lastGood() {
        return good == null ? null : new HeldMap(good.revision(), goodMeasurements, () -> maps.apply(good));
    }

    private void passFrames(ScanState state) {
        if (!lightSeen) {
            lightSeen = true;
            light = state.snapshot().light();
        }
    }

    /**
     * What the round began with.
     *
     * @throws IllegalStateException before {@link #pass}
     */
    public Snapshot snapshot(ScanState state) {
        List<EbsdPoint> there = points;
        if (there == null) {
            throw new IllegalStateException("not everything that the round rested on has been folded");
        }
        return state.snapshot(light, there);
    }

    /** Number of the round. */
    public int revision() {
        return published.revision();
    }

    /** Why its map was only the classical fill, or null. */
    @Nullable
    public String degraded() {
        return published.provenance().degraded();
    }
}
