package sunstone.agent.scan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationMonitor;
import sunstone.models.map.EbsdPoint;
import sunstone.models.posterior.Posterior;

/**
 * A scan being run: its state, and what its points say of the posteriors before them. The live loop and the evaluation
 * without a broker drive the same one, so that they take points in, judge them and drop them alike.
 *
 * <p>Not thread-safe: one thread owns it.
 */
public final class ScanSession {
    private final ScanState state;
    private final CalibrationMonitor calibration = new CalibrationMonitor();
    private @Nullable Posterior posterior;

    /** A session that begins with a state. */
    public ScanSession(ScanState state) {
        this.state = state;
    }

    /** All that is known of the scan. */
    public ScanState state() {
        return state;
    }

    /** What the points have taught about the ensembles. */
    public CalibrationMonitor calibration() {
        return calibration;
    }

    /**
     * Takes one measurement; the first of a pixel, if it is of the mapped phase, waits to be judged by the newest
     * posterior when the next round begins.
     *
     * @param seq number of the record that carried it
     * @param now when it arrived
     */
    public Ingest measure(Reading r, long seq, Instant now) {
        Scan scan = state.scan();
        boolean inside = scan.grid().contains(r.row(), r.col());
        boolean fresh = inside && !state.measured(scan.grid().index(r.row(), r.col()));
        Ingest taken = state.reading(r, seq, now);
        EbsdPoint point = state.newestPoint();
        if (taken instanceof Ingest.Accepted
                && fresh
                && point != null
                && r.phase() == scan.mapped().id()) {
            calibration.await(point);
        }
        return taken;
    }

    /**
     * Starts a round: the points that came since the last one are judged by its posterior, and those that turn out to
     * be wrong solutions are dropped.
     *
     * @return the input of the round
     */
    public RoundInput begin(Instant now) {
        calibration.judge(posterior).forEach(state::refute);
        return state.begin(now).with(calibration.trust());
    }

    /** Keeps the posterior by which the next points are judged; null if there is none. */
    public void keep(@Nullable Posterior newest) {
        posterior = newest;
    }
}
