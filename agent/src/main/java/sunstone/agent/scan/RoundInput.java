package sunstone.agent.scan;

import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.ErrorBound;
import sunstone.models.posterior.Snapshot;

/**
 * Input of one round. The arrays are shared, nobody writes to them.
 *
 * @param scanId scan
 * @param revision number that the round will publish
 * @param snapshot what has been measured
 * @param visited pixels that have been measured or denied or are under way, shape [rows * cols]
 * @param failed the part of them that is known to give no orientation
 * @param measurements measurements spent
 * @param pending measurements commanded and not answered
 * @param plan when the scan is finished, and how points are chosen until then
 * @param ended why nothing more is wanted (an operator's stop, a deadline), or null
 * @param pointsPerWait points that the instrument could have measured during its waits; NaN if not known ({@link
 *     InstrumentPace})
 * @param trust what the points have taught about the ensembles before
 * @param regions what operators want of parts of the map
 */
public record RoundInput(
        String scanId,
        int revision,
        Snapshot snapshot,
        boolean[] visited,
        boolean[] failed,
        int measurements,
        int pending,
        Plan plan,
        @Nullable String ended,
        double pointsPerWait,
        ErrorBound trust,
        WantedRegions regions) {
    /** When the scan is finished. */
    public Budget budget() {
        return plan.budget();
    }

    /** The same under another number. */
    public RoundInput at(int number) {
        return new RoundInput(
                scanId,
                number,
                snapshot,
                visited,
                failed,
                measurements,
                pending,
                plan,
                ended,
                pointsPerWait,
                trust,
                regions);
    }

    /** The same with what has been learnt. */
    public RoundInput with(ErrorBound learnt) {
        return new RoundInput(
                scanId,
                revision,
                snapshot,
                visited,
                failed,
                measurements,
                pending,
                plan,
                ended,
                pointsPerWait,
                learnt,
                regions);
    }

    /** The same under another budget. */
    public RoundInput within(Budget other) {
        return new RoundInput(
                scanId,
                revision,
                snapshot,
                visited,
                failed,
                measurements,
                pending,
                plan.within(other),
                ended,
                pointsPerWait,
                trust,
                regions);
    }
}
