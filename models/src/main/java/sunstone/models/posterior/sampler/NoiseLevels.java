package sunstone.models.posterior.sampler;

import java.util.TreeSet;

/**
 * The noise levels that a reverse process visits, noisiest first; after the last one comes the clean vector.
 *
 * @param signal share of signal a of each level, increasing, each in (0, 1)
 */
public record NoiseLevels(double[] signal) {
    public NoiseLevels {
        for (int k = 0; k < signal.length; k++) {
            if (!(signal[k] > (k == 0 ? 0 : signal[k - 1]) && signal[k] < 1)) {
                throw new IllegalArgumentException("signal shares must increase within (0, 1): " + signal[k]);
            }
        }
    }

    /**
     * Levels at equal steps of the log signal-to-noise ratio (Lu et al., 2211.01095), which keep small-scale variance
     * that other spacings lose in few steps.
     *
     * @param steps number of levels, at least 1
     * @param from noise over signal of the first
     * @param to noise over signal of the last
     */
    public static NoiseLevels uniform(int steps, double from, double to) {
        if (steps < 1 || !(from > to && to > 0)) {
            throw new IllegalArgumentException(
                    "levels must be at least 1 from more noise to less: " + steps + " from " + from + " to " + to);
        }
        double[] signal = new double[steps];
        for (int k = 0; k < steps; k++) {
            double sigma = steps == 1 ? from : from * Math.pow(to / from, (double) k / (steps - 1));
            signal[k] = 1 / (1 + sigma * sigma);
        }
        return new NoiseLevels(signal);
    }

    /**
     * Levels of the linear schedule of Ho et al. (2006.11239, 1000 betas from 1e-4 to 0.02), at equally spaced steps
     * from the last.
     */
    public static NoiseLevels linear(int steps) {
        double[] all = new double[1000];
        double product = 1;
        for (int t = 0; t < all.length; t++) {
            product *= 1 - (1e-4 + (0.02 - 1e-4) * t / (all.length - 1));
            all[t] = product;
        }
        double[] signal = new double[steps];
        for (int k = 0; k < steps; k++) {
            signal[k] = all[(int) Math.round(all.length - (double) k * all.length / steps) - 1];
        }
        return new NoiseLevels(signal);
    }

    /** Number of levels. */
    public int count() {
        return signal.length;
    }

    /** Share of signal of a level; 1 after the last. */
    public double at(int k) {
        return k < signal.length ? signal[k] : 1;
    }

    /**
     * These levels and those at which an entry is as noisy as its measurement, a = 1 / (1 + R): methods that pin an
     * entry there are only right if the walk stops there. At most {@code most} are added; more distinct variances than
     * that are left to fall between levels.
     */
    NoiseLevels through(MaskedObservation seen, int most) {
        TreeSet<Double> levels = new TreeSet<>();
        for (double r : seen.variance()) {
            double a = 1 / (1 + r);
            if (a > signal[0] && a < 1 && levels.size() < most) {
                levels.add(a);
            }
        }
        for (double a : signal) {
            levels.add(a);
        }
        return new NoiseLevels(levels.stream().mapToDouble(a -> a).toArray());
    }
}
