package sunstone.models.posterior.sampler;

import java.util.Arrays;
import java.util.List;

/**
 * An ensemble that is moved by the sparse measurements in clean space and then noised a little and denoised
 * (models/doc/samplers.md section 4; cf. EnKG, Zheng et al., 2409.20175, and SDEdit, 2108.01073).
 *
 * <p>Start: the reverse SDE with the dense data drawn in at every step ({@link MaskedObservation#draw}); members whose
 * fit to it is worse than the rest's are noised to 3 and tried again. Then, some measurements at a time, the analysis
 * of the ensemble Kalman filter with perturbed observations (Burgers et al. 1998): X + (f o C) (C_oo + R)^-1 (y + n -
 * X_o), its correlations damped by how far they can be chance in so few members and by distance; within a grain the
 * gain is near 1, so one point moves the whole grain. Then noise of 0.3 and six steps with all data.
 *
 * <p>Members know of each other: a draw alone has no meaning, there must be three at least, better ten. Departure:
 * members that fail the last check are not redrawn.
 */
final class KalmanRenoise implements DiffusionSampler {
    private static final double TRY_AGAIN_AT = 3;
    private static final double RENOISE_TO = 0.3;
    private static final int PER_ROUND = 8;
    private static final int FEWEST = 3;

    private final NoiseLevels cold;
    private final double reach;
    private final double modelError;
    private final int tries;

    /**
     * A filter.
     *
     * @param cold levels of the start, 12 or so
     * @param reach of a measurement, pixels: a grain's diameter
     * @param modelError standard deviation below which the prior cannot tell values apart
     * @param tries of a member that does not fit
     */
    KalmanRenoise(NoiseLevels cold, double reach, double modelError, int tries) {
        this.cold = cold;
        this.reach = reach;
        this.modelError = modelError;
        this.tries = tries;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        if (count < FEWEST) { // two members are always perfectly correlated
            throw new IllegalArgumentException(
                    "an ensemble Kalman filter takes at least " + FEWEST + " members, better ten: " + count);
        }
        MaskedObservation dense = seen.dense();
        ReverseProcess start = new ReverseProcess(cold, DpmSolver.of(true));
        double[][] x =
                start.run(denoiser, start.start(denoiser, count, noise), drawTo(denoiser, dense), noise.stream(1));
        x = again(denoiser, dense, x, noise.stream(2));
        NoiseLevels little = NoiseLevels.uniform(6, RENOISE_TO, 0.01);
        ReverseProcess settle = new ReverseProcess(little, DpmSolver.of(false));
        List<int[]> points = seen.points();
        for (int from = 0; from < points.size(); from += PER_ROUND) {
            Noise round = noise.stream(3 + from);
            for (int p = from; p < Math.min(points.size(), from + PER_ROUND); p++) {
                analyse(x, seen, points.get(p), round.stream(p));
            }
            x = settle.run(denoiser, settle.renoise(x, round), drawTo(denoiser, seen), round);
        }
        return x;
    }

    private static ReverseProcess.Guidance drawTo(Denoiser denoiser, MaskedObservation seen) {
        return (x, clean, a) -> {
            for (double[] c : clean) {
                seen.draw(c, denoiser, a);
            }
        };
    }

    /** Members that fit the dense data worse than chance are noised and denoised again; what fits better stays. */
    private double[][] again(Denoiser denoiser, MaskedObservation dense, double[][] x, Noise noise) {
        NoiseLevels half = NoiseLevels.uniform(8, TRY_AGAIN_AT, 0.01);
        ReverseProcess process = new ReverseProcess(half, DpmSolver.of(true));
        double[] misfit = Arrays.stream(x).mapToDouble(m -> misfit(m, dense)).toArray();
        for (int k = 0; k < tries; k++) {
            double[] sorted = misfit.clone();
            Arrays.sort(sorted);
            double limit = Math.max(1, sorted[sorted.length / 2]) + 3 * Math.sqrt(2 / effective(dense));
            int[] bad = java.util.stream.IntStream.range(0, x.length)
                    .filter(m -> misfit[m] > limit)
                    .toArray();
            if (bad.length == 0) {
                return x;
            }
            double[][] part = Arrays.stream(bad).mapToObj(m -> x[m]).toArray(double[][]::new);
            Noise fresh = noise.stream(k);
            part = process.run(denoiser, process.renoise(part, fresh), drawTo(denoiser, dense), fresh);
            for (int j = 0; j < bad.length; j++) {
                double now = misfit(part[j], dense);
                if (now < misfit[bad[j]]) {
                    misfit[bad[j]] = now;
                    x[bad[j]] = part[j];
                }
            }
        }
        return x;
    }

    private double misfit(double[] x, MaskedObservation dense) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double off = dense.y()[i] - x[i];
            sum += dense.observed(i) ? off * off / (dense.variance()[i] + modelError * modelError) : 0;
        }
        return sum / effective(dense);
    }

    private static double effective(MaskedObservation dense) {
        int n = 0;
        for (int i = 0; i < dense.y().length; i++) {
            n += dense.observed(i) ? 1 : 0;
        }
        return Math.max(1, n);
    }

    /** One measurement of some entries, in place. */
    private void analyse(double[][] x, MaskedObservation seen, int[] point, Noise noise) {
        int members = x.length;
        int d = x[0].length;
        int c = point.length;
        double[][] off = new double[members][c]; // of the measured entries from their means
        double[][] solved = new double[members][c];
        double[][] s = new double[c][c];
        double[] mean = new double[c];
        for (int j = 0; j < c; j++) {
            for (double[] m : x) {
                mean[j] += m[point[j]] / members;
            }
        }
        for (int m = 0; m < members; m++) {
            Noise.Field n = noise.of(m, 0);
            for (int j = 0; j < c; j++) {
                double r = error(seen, point[j]);
                off[m][j] = x[m][point[j]] - mean[j];
                solved[m][j] = seen.y()[point[j]] + Math.sqrt(r) * n.at(j) - x[m][point[j]];
                for (int i = 0; i <= j; i++) {
                    s[i][j] += off[m][i] * off[m][j] / (members - 1);
                    s[j][i] = s[i][j];
                }
            }
        }
        double[] spread = new double[c];
        for (int j = 0; j < c; j++) {
            spread[j] = s[j][j];
            s[j][j] += error(seen, point[j]);
        }
        SmallSystem.solve(s, solved);
        for (int i = 0; i < d; i++) {
            double near = Math.exp(-0.5 * Math.pow(seen.distance(i, point[0]) / reach, 2));
            if (near > 1e-3) {
                move(x, i, point, off, solved, spread, near);
            }
        }
    }

    private static void move(
            double[][] x, int i, int[] point, double[][] off, double[][] solved, double[] spread, double near) {
        int members = x.length;
        double mean = 0;
        for (double[] m : x) {
            mean += m[i] / members;
        }
        double variance = 0;
        double[] covariance = new double[point.length];
        for (int m = 0; m < members; m++) {
            double a = x[m][i] - mean;
            variance += a * a / (members - 1);
            for (int j = 0; j < point.length; j++) {
                covariance[j] += a * off[m][j] / (members - 1);
            }
        }
        for (int j = 0; j < point.length; j++) {
            double both = variance * spread[j];
            double rho2 = both == 0 ? 0 : covariance[j] * covariance[j] / both;
            double real = rho2 == 0 ? 0 : (rho2 * (members - 1) - 1) / (rho2 * (members - 2));
            double f = near * Math.max(0, Math.min(1, real));
            for (int m = 0; m < members; m++) {
                x[m][i] += f * covariance[j] * solved[m][j];
            }
        }
    }

    private double error(MaskedObservation seen, int entry) {
        return Math.max(seen.variance()[entry], modelError * modelError);
    }
}
