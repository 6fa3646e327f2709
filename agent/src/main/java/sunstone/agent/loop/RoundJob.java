package sunstone.agent.loop;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.registry.LiveScan;
import sunstone.agent.round.HeldMap;
import sunstone.agent.round.Round;
import sunstone.agent.scan.RoundInput;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.MapRevision;

/**
 * All that one round is made of, frozen when it begins: any thread may work on it, and it can be made twice.
 *
 * @param in what has been measured
 * @param good the newest map that the sampler made, or null
 * @param calibration how well the ensembles predict the points, for the record of the map
 * @param folded per topic the offset up to which it had been folded, exclusive
 * @param learnt what the points had taught
 * @param seq highest record number of the measurements
 * @param frames PL frames that were complete
 * @param begun when it began
 * @param retry whether nothing new has come, and only a round with its sampler is worth publishing
 */
record RoundJob(
        LiveScan scan,
        RoundInput in,
        @Nullable HeldMap good,
        MapRevision.Calibration calibration,
        Map<Topic, Long> folded,
        CalibrationState learnt,
        long seq,
        int frames,
        Instant begun,
        boolean retry) {
    /** Begins a round of a scan: what waits to be judged is judged, and the state counts as unchanged from now on. */
    static RoundJob begin(LiveScan scan, Map<Topic, Long> folded, Instant now, boolean retry) {
        RoundInput in = scan.begin(now);
        return new RoundJob(
                scan,
                in,
                scan.lastGood(),
                scan.calibration(),
                folded,
                scan.learnt(),
                scan.state().newestSeq(),
                scan.state().completeFrames(),
                now,
                retry);
    }

    /**
     * A round that is made but not published.
     *
     * @param ms time that it took, milliseconds
     * @param map record of its map, which takes milliseconds to pack
     * @param section record of what it leaves to the next section, likewise; empty if it had to do without its sampler
     */
    record Made(Round round, double ms, Outgoing map, Optional<Outgoing> section) {}
}
