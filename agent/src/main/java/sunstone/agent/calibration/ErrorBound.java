package sunstone.agent.calibration;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Bound on the error of a map, from what the points of its scan have taught about its ensembles: each was compared
 * with the posterior before it.
 *
 * <p><b>Mean error of the map.</b> Points are measured where the ensemble is unsure, so their mean error says nothing
 * of the map's. What carries over is the ratio of error to claimed uncertainty, and that not evenly: it is taken apart
 * by claimed uncertainty (post-stratification), and every pixel counts with the ratio of its stratum. A stratum that
 * points seldom fall into, usually that of the sure pixels, keeps the ratio that was found on generated maps. A
 * surprise counts when a second look has confirmed it.
 *
 * @param innovations the newest ones, oldest first
 */
public record ErrorBound(List<Innovation> innovations) {
    /** Nothing learnt yet. */
    public static final ErrorBound NONE = new ErrorBound(List.of());

    /** Upper ends of the strata of claimed uncertainty, degrees. */
    private static final double[] STRATA_DEG = {1, 3, 9, 180};

    /**
     * Error over claimed uncertainty before any point is 1 + this / members: a few members seldom hold every
     * orientation that a pixel may have.
     */
    private static final double SMALL_ENSEMBLE = 2;

    /**
     * What that ratio is multiplied by for the surest pixels where optics and registration of the light had to be estimated: boundaries are
     * drawn some tenths of a pixel off, and the pixels beyond them err by the whole angle between two grains. Measured on Mg under
     * {@code lab}: their ratio was 1.6 to 2.1 from 285 points on, that of less sure pixels 0.7 to 1.4.
     */
    private static final double ESTIMATED_LIGHT = 1.4;

    /** Log standard deviation of that ratio, and the points that it counts for. */
    private static final double PRIOR_LOG_SD = 0.4;

    private static final double PRIOR_POINTS = 8;
    /** 90% of a normal distribution lie below this many standard deviations. */
    private static final double Z90 = 1.2816;
    /** Claimed uncertainty up to which a pixel is called sure, and the error that refutes it, degrees. */
    private static final double SURE_DEG = 5;

    private static final double MISS_DEG = 15;
    /**
     * Share of sure points that may be missed without doubt about the prior: twice that of wrong solutions, and chance.
     */
    private static final double TOLERATED_MISSES = 0.05;

    private static final int RECENT = 40;

    /**
     * One comparison.
     *
     * @param pixel row-major index of the point
     * @param errorDeg disorientation of the published map to the measurement, degrees
     * @param claimedDeg uncertainty that the map stated there, degrees
     * @param surprise whether the value lies beyond every member, so that it asks for a second look
     */
    public record Innovation(int pixel, double errorDeg, double claimedDeg, boolean surprise) {}

    public ErrorBound {
        innovations = List.copyOf(innovations);
    }

    /** Pixels whose value surprised the ensemble, oldest first. */
    public List<Integer> surprises() {
        return innovations.stream()
                .filter(Innovation::surprise)
                .map(Innovation::pixel)
                .toList();
    }

    /**
     * How far the prior is not to be believed, 0 to 1: the share of newest points at which it was sure and wrong,
     * beyond what wrong solutions explain, doubled.
     */
    public double misfit() {
        List<Innovation> recent = innovations.subList(Math.max(0, innovations.size() - RECENT), innovations.size());
        long sure = recent.stream().filter(i -> i.claimedDeg() <= SURE_DEG).count();
        long missed = recent.stream()
                .filter(i -> i.claimedDeg() <= SURE_DEG && i.errorDeg() > MISS_DEG)
                .count();
        // ten imagined points without fault: a single miss among few is no verdict
        return Math.max(0, Math.min(1, 2 * (missed / (sure + 10.0) - TOLERATED_MISSES)));
    }

    /** Probabilities of {@link #upperMeansDeg}. */
    public static final List<Double> LEVELS = List.of(0.5, 0.8, 0.9, 0.95);

    /** Standard deviations of a normal distribution below which the same shares of it lie. */
    private static final double[] Z = {0, 0.8416, Z90, 1.6449};

    /**
     * Mean disorientation of the published map to the truth that is not exceeded with a probability of 90%, degrees.
     */
    public double upperMeanDeg(Posterior posterior, Snapshot snapshot) {
        return upper(posterior, snapshot, Z90);
    }

    /** The same for each of {@link #LEVELS}. */
    public List<Double> upperMeansDeg(Posterior posterior, Snapshot snapshot) {
        return Arrays.stream(Z).mapToObj(z -> upper(posterior, snapshot, z)).toList();
    }

    private double upper(Posterior posterior, Snapshot snapshot, double z) {
        double[] share = shares(posterior, snapshot);
        double mean = 0;
        double variance = 0;
        for (int s = 0; s < share.length; s++) {
            double[] ratio = ratio(s, priorRatio(posterior, snapshot, s));
            mean += share[s] * ratio[0];
            variance += share[s] * share[s] * ratio[1];
        }
        return mean == 0 ? 0 : mean * Math.exp(z * Math.sqrt(Math.log1p(variance / (mean * mean))));
    }

    /**
     * Where spot checks would tell most of the mean error: the stratum that the bound owes most of its width to.
     *
     * @return its ends of claimed uncertainty, degrees; null if the map would be above the target even if what is
     *     untested were as good as claimed
     */
    public double @Nullable [] untested(Posterior posterior, Snapshot snapshot, double targetDeg) {
        double[] share = shares(posterior, snapshot);
        double hoped = 0;
        double widest = 0;
        int widestStratum = 0;
        for (int s = 0; s < share.length; s++) {
            hoped += share[s] * ratio(s, 1)[0];
            double width = share[s] * share[s] * ratio(s, priorRatio(posterior, snapshot, s))[1];
            if (width > widest) {
                widest = width;
                widestStratum = s;
            }
        }
        return hoped > targetDeg
                ? null
                : new double[] {widestStratum == 0 ? 0 : STRATA_DEG[widestStratum - 1], STRATA_DEG[widestStratum]};
    }

    /** Error over claimed uncertainty in a stratum before any point of it. */
    private static double priorRatio(Posterior posterior, Snapshot snapshot, int stratum) {
        double ratio = 1 + SMALL_ENSEMBLE / posterior.members().size();
        CalibratedLight light = stratum == 0 ? snapshot.calibratedLight() : null;
        boolean estimated = light != null && light.calibration().verdict() == LightCalibration.Verdict.ESTIMATED;
        return estimated ? ratio * ESTIMATED_LIGHT : ratio;
    }

    /** What each stratum adds to the mean claimed uncertainty, degrees. */
    private static double[] shares(Posterior posterior, Snapshot snapshot) {
        double[] sum = new double[STRATA_DEG.length];
        int pixels = 0;
        float[] claimed = posterior.uncertaintyDeg();
        for (int i = 0; i < claimed.length; i++) {
            if (snapshot.wanted(i)) {
                sum[stratum(claimed[i])] += claimed[i];
                pixels++;
            }
        }
        for (int s = 0; s < sum.length; s++) {
            sum[s] /= Math.max(1, pixels);
        }
        return sum;
    }

    /** Error over claimed uncertainty in a stratum, and its variance. */
    private double[] ratio(int stratum, double priorRatio) {
        double typical = STRATA_DEG[Math.min(stratum, STRATA_DEG.length - 2)];
        double claimed = PRIOR_POINTS * typical;
        double error = priorRatio * claimed;
        double priorSd = PRIOR_LOG_SD * error;
        double squares = 0;
        List<Innovation> own = innovations.stream()
                .filter(i -> !i.surprise() && stratum(i.claimedDeg()) == stratum)
                .toList();
        for (Innovation i : own) {
            claimed += i.claimedDeg();
            error += i.errorDeg();
        }
        double ratio = error / claimed;
        for (Innovation i : own) {
            double rest = i.errorDeg() - ratio * i.claimedDeg();
            squares += rest * rest;
        }
        return new double[] {ratio, (priorSd * priorSd + squares) / (claimed * claimed)};
    }

    private static int stratum(double claimedDeg) {
        int s = 0;
        while (s < STRATA_DEG.length - 1 && claimedDeg > STRATA_DEG[s]) {
            s++;
        }
        return s;
    }
}
