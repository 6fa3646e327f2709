package sunstone.agent.calibration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.MapRevision;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Detector;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.posterior.Posterior;

/**
 * Monitor of how well the ensemble predicts the points: each is compared with the last posterior before it is
 * assimilated.
 *
 * <p>Coverage: share of points within the ball about the published orientation that holds 90% of the members (at
 * position 0.9 (M + 1) of their sorted distances), widened by what the detector's noise stays within 9
 * times of 10. Spread-skill: sqrt((1 + 1/M) s2 / mean(e2)), s2 the mean of sum d2 / (M - 1), e2 less the noise
 * (models/doc/samplers.md section 6).
 *
 * <p>A value further off than every member, and by more than 15 degrees, is a surprise if the detector was not more
 * confident of it than of most others. A second measurement beside it decides: if it has the orientation that the map
 * showed before, the first was a wrong solution; if it has that of the first, there is a grain that nobody foresaw.
 *
 * <p>Points wait until the next round begins and are then judged together, in their order, by the posterior of the
 * round before. So what has been learnt at the beginning of a round is a function of the points, of where in them each
 * round began, and of the posteriors, whatever the timing; {@link #learnt} goes out with every suggestion, and a
 * restarted agent begins with it.
 *
 * <p>Not thread-safe: the loop owns it.
 */
public final class CalibrationMonitor {
    /** Error from which a point may be a surprise: three times that of a right grain; chosen by hand. */
    private static final double SURPRISE_DEG = 15;

    private static final int REMEMBERED = 150;
    /** Wrong solutions that are dropped at most: all of them go out with every suggestion. */
    public static final int MOST_REFUTED = 4000;

    /** Points that are judged in one round at most, the newest: judging a flood would hold up the loop. */
    private static final int MOST_AT_ONCE = 1000;

    private static final int CONFIDENCE_BINS = 1000;

    private final List<ErrorBound.Innovation> innovations = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final List<EbsdPoint> refuted = new ArrayList<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Detector detector;
    private final int[] confidences = new int[CONFIDENCE_BINS + 1];
    private int points;

    /** A surprising point and what the map showed there before it, unit quaternion. */
    public record Doubt(EbsdPoint point, int pixel, double[] before) {}

    /** A point that has not been judged yet, and whether the detector was sure of it. */
    private record Waiting(EbsdPoint point, boolean confident) {}

    private int judged;
    private int inside;
    private double squaredError;
    private double variance;

    /** A monitor of a usual detector. */
    public CalibrationMonitor() {
        this(Detector.USUAL);
    }

    /** A monitor of a detector. */
    public CalibrationMonitor(Detector detector) {
        this.detector = detector;
    }

    /** Takes the first measurement of a pixel, to be judged when the next round begins. */
    public void await(EbsdPoint point) {
        waiting.add(new Waiting(point, confident(point)));
        if (waiting.size() > MOST_AT_ONCE) {
            waiting.remove();
        }
    }

    /** Whether points wait to be judged. */
    public boolean waits() {
        return !waiting.isEmpty();
    }

    /**
     * Compares the points that wait with the posterior before them.
     *
     * @param posterior of the round before, or null if there was none: then they are not judged
     * @return earlier points that turn out to be wrong solutions
     */
    public List<EbsdPoint> judge(@Nullable Posterior posterior) {
        List<EbsdPoint> wrong = new ArrayList<>();
        for (Waiting w : waiting) {
            if (posterior != null) {
                judge(posterior, w.point, w.confident)
                        .filter(p -> refuted.size() + wrong.size() < MOST_REFUTED)
                        .ifPresent(wrong::add);
            }
        }
        waiting.clear();
        refuted.addAll(wrong);
        return wrong;
    }

    private Optional<EbsdPoint> judge(Posterior posterior, EbsdPoint point, boolean confident) {
        List<float[]> members = posterior.members();
        int m = members.size();
        if (m < 2) {
            return Optional.empty();
        }
        LaueGroup laue = posterior.map().laue();
        int pixel = posterior.map().grid().index(point.row(), point.col());
        int i = 4 * pixel;
        float[] published = new float[4];
        for (int c = 0; c < 4; c++) {
            published[c] = (float) posterior.map().quaternions()[i + c];
        }
        double[] spread = new double[m];
        double sum = 0;
        for (int j = 0; j < m; j++) {
            spread[j] = laue.disorientationDeg(members.get(j), i, published, 0);
            sum += spread[j] * spread[j];
        }
        Arrays.sort(spread);
        double position = Math.min(0.9 * (m + 1), m);
        int below = (int) position;
        double radius = below >= m
                ? spread[m - 1]
                : spread[below - 1] + (position - below) * (spread[below] - spread[below - 1]);
        double error = Math.toDegrees(laue.disorientation(posterior.map().quaternions(), i, point.quaternion(), 0));
        judged++;
        inside += error <= Math.hypot(radius, detector.noise90Deg()) ? 1 : 0;
        squaredError += Math.max(0, error * error - detector.variance());
        variance += (1 + 1.0 / m) * sum / (m - 1);
        Doubt doubt = doubtBeside(point);
        if (doubt != null && same(laue, doubt.before, point.quaternion())) {
            settle(doubt, false); // what this point adds to the error is that of the wrong one
            return Optional.of(doubt.point);
        }
        boolean confirms = doubt != null && same(laue, doubt.point.quaternion(), point.quaternion());
        if (doubt != null && confirms) {
            settle(doubt, true);
        }
        boolean surprise =
                !confirms && !confident && error > Math.max(SURPRISE_DEG, spread[m - 1] + detector.noise90Deg());
        if (surprise) {
            doubts.add(
                    new Doubt(point, pixel, Arrays.copyOfRange(posterior.map().quaternions(), i, i + 4)));
            if (doubts.size() > REMEMBERED) {
                doubts.remove(0);
            }
        }
        innovations.add(new ErrorBound.Innovation(pixel, error, posterior.uncertaintyDeg()[pixel], surprise));
        if (innovations.size() > REMEMBERED) {
            innovations.remove(0);
        }
        return Optional.empty();
    }

    /** Whether the detector is surer of a point than of half of the points so far, to a thousandth. */
    private boolean confident(EbsdPoint point) {
        int bin = (int) (point.confidence() * CONFIDENCE_BINS);
        int less = 0;
        for (int b = 0; b < bin; b++) {
            less += confidences[b];
        }
        boolean confident = 2 * less > points;
        confidences[bin]++;
        points++;
        return confident;
    }

    private @Nullable Doubt doubtBeside(EbsdPoint p) {
        return doubts.stream()
                .filter(d -> Math.abs(d.point.row() - p.row()) <= 1 && Math.abs(d.point.col() - p.col()) <= 1)
                .findFirst()
                .orElse(null);
    }

    private static boolean same(LaueGroup laue, double[] a, double[] b) {
        return Math.toDegrees(laue.disorientation(a, 0, b, 0)) <= Grains.THRESHOLD_DEG;
    }

    /** A value that was right counts as the map's error; one that was wrong is the detector's, and is forgotten. */
    private void settle(Doubt doubt, boolean right) {
        doubts.remove(doubt);
        for (int k = 0; k < innovations.size(); k++) {
            ErrorBound.Innovation n = innovations.get(k);
            if (n.surprise() && n.pixel() == doubt.pixel) {
                innovations.set(k, new ErrorBound.Innovation(n.pixel(), n.errorDeg(), n.claimedDeg(), false));
            }
        }
        innovations.removeIf(n -> !right && n.pixel() == doubt.pixel);
    }

    /** All that the judged points have left behind. */
    public CalibrationState learnt() {
        return new CalibrationState(judged, inside, squaredError, variance, innovations, doubts, refuted);
    }

    /** Goes on from what was learnt before: the points that wait have been judged in it. */
    public void restore(CalibrationState before) {
        judged = before.judged();
        inside = before.inside();
        squaredError = before.squaredError();
        variance = before.variance();
        innovations.clear();
        innovations.addAll(before.innovations());
        doubts.clear();
        doubts.addAll(before.doubts());
        refuted.clear();
        refuted.addAll(before.refuted());
        waiting.clear();
    }

    /** What has been learnt so far. */
    public ErrorBound trust() {
        return new ErrorBound(innovations);
    }

    public MapRevision.Calibration calibration() {
        return judged == 0
                ? MapRevision.Calibration.none()
                : new MapRevision.Calibration(
                        judged,
                        (double) inside / judged,
                        squaredError == 0 ? null : Math.sqrt(variance / squaredError));
    }
}
