package sunstone.agent.calibration;

import java.util.List;
import sunstone.models.map.EbsdPoint;

/**
 * State that the judged points of a scan have left behind ({@link CalibrationMonitor}), as it stands in the header
 * {@code learnt} of a suggestion. Numbers come back from JSON bit for bit.
 *
 * @param judged number of points judged
 * @param inside how many of them lay within the ball that holds 90% of the members
 * @param squaredError sum of squared errors less the noise, square degrees
 * @param variance sum of the members' variance about the published orientation, square degrees
 * @param innovations the newest comparisons, oldest first
 * @param doubts surprising points that nothing beside them has settled
 * @param refuted points that turned out to be wrong solutions
 */
public record CalibrationState(
        int judged,
        int inside,
        double squaredError,
        double variance,
        List<ErrorBound.Innovation> innovations,
        List<CalibrationMonitor.Doubt> doubts,
        List<EbsdPoint> refuted) {
    /** Nothing judged yet. */
    public static final CalibrationState NOTHING = new CalibrationState(0, 0, 0, 0, List.of(), List.of(), List.of());

    public CalibrationState {
        innovations = List.copyOf(innovations);
        doubts = List.copyOf(doubts);
        refuted = List.copyOf(refuted);
    }

    /**
     * The part that another section of the specimen begins with: how far claims may be believed is a matter of prior
     * and specimen, surprises and counts are of their own section.
     */
    public CalibrationState lasting() {
        return new CalibrationState(
                0, 0, 0, 0, innovations.stream().filter(i -> !i.surprise()).toList(), List.of(), List.of());
    }
}
