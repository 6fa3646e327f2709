package sunstone.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.MapRevision;

/**
 * What people may see of a scan, immutable.
 *
 * @param scan what was announced
 * @param round the newest round, or null before the first
 * @param offer the suggestion that stands, or null
 * @param decided whether it has been decided on
 * @param measurements measurements so far, those not indexed included
 * @param pending measurements under way
 * @param frames PL frames that are complete
 * @param duplicates records that were known already
 * @param rejected records that became dead letters
 * @param refusedDecisions decisions that came too late or made no sense
 * @param calibration how well the ensemble foretold the points
 * @param inferenceMs time of the newest inference, milliseconds
 * @param history mean uncertainty after each round of this run of the agent
 * @param closed whether the scan has ended
 */
public record ScanView(
        Scan scan,
        @Nullable Round round,
        @Nullable Offer offer,
        boolean decided,
        int measurements,
        int pending,
        int frames,
        int duplicates,
        int rejected,
        int refusedDecisions,
        MapRevision.Calibration calibration,
        double inferenceMs,
        List<Step> history,
        boolean closed) {
    public ScanView {
        history = List.copyOf(history);
    }

    /** Mean uncertainty in degrees after so many measurements. */
    public record Step(int measurements, double meanUncertaintyDeg) {}
}
