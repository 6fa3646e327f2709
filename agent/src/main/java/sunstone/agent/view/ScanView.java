package sunstone.agent.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.round.Round;
import sunstone.agent.scan.OperatorRegion;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.Plan;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.RegionRuns;

/**
 * View of a scan for people, immutable.
 *
 * @param scan what was announced
 * @param specimenId specimen that the section belongs to
 * @param section number of the section in the specimen's stack
 * @param round the newest round, or null before the first
 * @param roundAt when it was published, or null
 * @param offer the suggestion that stands, or null
 * @param decided whether it has been decided on
 * @param measurements measurements so far, those not indexed included
 * @param pending pixels under way
 * @param frames PL frames that are complete
 * @param duplicates records that were known already
 * @param rejected records that became dead letters
 * @param refusedDecisions decisions that came too late or made no sense
 * @param calibration how well the ensemble foretold the points
 * @param inferenceMs time of the newest inference, milliseconds
 * @param history mean uncertainty after each round, those of earlier runs of the agent included
 * @param lastSign when the instrument was last heard of
 * @param paused whether nothing is commanded for now
 * @param stop who stopped the scan and why, or null
 * @param preferred where points are proposed first, or null
 * @param forbidden where no points are proposed, or null
 * @param regions regions of operators, the newest at the end
 * @param plan how the scan goes on
 * @param activity what becomes of the scan at the moment
 * @param pace what measuring costs
 * @param plFrames the PL frames as they came, or null without PL
 * @param phases phases that may be found, and where others than the mapped one were
 * @param frozen what is missing of what the newest published map rested on, so that there will be no further one; or
 *     null
 * @param closed whether the scan has ended
 * @param below what it was carried over from, SCAN/REVISION, or null if it named no section below
 */
public record ScanView(
        Scan scan,
        String specimenId,
        int section,
        @Nullable Round round,
        @Nullable Instant roundAt,
        @Nullable SuggestionRecord offer,
        boolean decided,
        int measurements,
        List<Pixel> pending,
        int frames,
        int duplicates,
        int rejected,
        int refusedDecisions,
        MapRevision.Calibration calibration,
        double inferenceMs,
        List<Step> history,
        Instant lastSign,
        boolean paused,
        @Nullable String stop,
        @Nullable RegionRuns preferred,
        @Nullable RegionRuns forbidden,
        List<OperatorRegion> regions,
        Plan plan,
        Activity activity,
        ScanPace pace,
        @Nullable PlFrames plFrames,
        FoundPhases phases,
        @Nullable String frozen,
        boolean closed,
        @Nullable String below) {
    private static final int BYTES_OF_MAP = 40; // four doubles, a float, flags
    private static final int BYTES_OF_MEMBER = 16;
    private static final int BYTES_OF_LIGHT = 60; // the fit that the newest round was told

    public ScanView {
        history = List.copyOf(history);
        regions = List.copyOf(regions);
    }

    /** Bytes of the map, the ensemble and the frames that this view keeps alive, roughly. */
    long bytes() {
        long n = scan.grid().size();
        long ensemble = round == null
                ? 0
                : BYTES_OF_MAP + BYTES_OF_MEMBER * round.posterior().members().size();
        return n * (ensemble + (plFrames == null ? 0 : plFrames.count() + BYTES_OF_LIGHT));
    }

    /**
     * One round.
     *
     * @param revision its number
     * @param measurements measurements behind it
     * @param meanUncertaintyDeg mean uncertainty over the wanted pixels, degrees
     * @param upperMeanDeg mean error that is not exceeded with a probability of 90%, degrees; NaN without an ensemble
     * @param at when it was published
     */
    public record Step(int revision, int measurements, double meanUncertaintyDeg, double upperMeanDeg, Instant at) {}
}
