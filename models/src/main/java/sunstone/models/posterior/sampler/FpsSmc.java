package sunstone.models.posterior.sampler;

/**
 * Filtering posterior sampling (Dou and Song, ICLR 2024, OpenReview tplXNcHZs1): a path of noised data y_k is drawn
 * first, from the last level down, and the reverse process is filtered through it with particles. One run gives one
 * draw.
 *
 * <p><b>Published.</b> y_N is the noise that x_N starts from; y_b = sqrt(b) y + sqrt((1 - c)(1 - b)/(1 - a)) (y_a -
 * sqrt(a) y) + sqrt(c (1 - b)) z; reverse kernel N(mu, s^2 = c (1 - b)), y_b | x_b of variance b R, weights p(y_b |
 * x_a). All of the path carries one and the same measurement error while the filter takes it for a fresh one at every
 * level, so that the posterior comes out too near the data and too narrow wherever R is above 0.
 *
 * <p><b>Corrected.</b> At the level where the process is as noisy as the measurement, a = 1 / (1 + R), the data
 * <i>is</i> the noisy vector: sqrt(a) y = x_a. The path leads there as the bridge of the forward process, with the
 * ancestral variance, and is met exactly (SMCDiff, Trippe et al., 2206.04119, which knows R = 0 only); from there on
 * the entry is free. The levels are made to visit these. Consistent as particles and steps grow.
 */
final class FpsSmc implements DiffusionSampler {
    private static final int MOST_LEVELS = 8;

    private final NoiseLevels levels;
    private final int particles;
    private final double c;

    private FpsSmc(NoiseLevels levels, int particles, double c) {
        this.levels = levels;
        this.particles = particles;
        this.c = c;
    }

    /** As published, with its share c of fresh noise in each step. */
    static FpsSmc published(NoiseLevels levels, int particles, double c) {
        return new FpsSmc(levels, particles, c);
    }

    /** The corrected variant. */
    static FpsSmc corrected(NoiseLevels levels, int particles) {
        return new FpsSmc(levels, particles, Double.NaN);
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        NoiseLevels walk = Double.isNaN(c) ? levels.through(seen, MOST_LEVELS) : levels;
        double[][] draws = new double[count][];
        for (int m = 0; m < count; m++) {
            draws[m] = one(denoiser, seen, walk, noise.stream(m));
        }
        return draws;
    }

    private double[] one(Denoiser denoiser, MaskedObservation seen, NoiseLevels walk, Noise noise) {
        Noise paths = noise.stream(0);
        double[] path = paths.vector(0, -1, denoiser.size());
        Particles filter = new Particles(particles, noise.stream(1));
        double[][] x = new ReverseProcess(walk, Stepper.ddpm()).start(denoiser, particles, noise.stream(2));
        for (double[] particle : x) {
            meet(particle, path, walk.at(0), seen);
        }
        for (int k = 0; k < walk.count(); k++) {
            double a = walk.at(k);
            double b = walk.at(k + 1);
            double s2 = Double.isNaN(c) ? Stepper.variance(a, b, 1) : c * (1 - b);
            double[] next = next(path, a, b, s2, seen, paths.of(0, k));
            double[][] clean = denoiser.clean(x, a);
            for (int p = 0; p < particles; p++) {
                filter.logWeight[p] += step(
                        x[p], clean[p], next, a, b, s2, seen, noise.stream(3).of(p, k));
            }
            x = filter.resampled(x);
            path = next;
        }
        return filter.one(x);
    }

    /** Particles start on the path. */
    private void meet(double[] x, double[] path, double a, MaskedObservation seen) {
        for (int i = 0; i < x.length; i++) {
            if (filtered(i, a, seen)) {
                x[i] = path[i];
            }
        }
    }

    /** Whether an entry still follows the data at a level. */
    private boolean filtered(int i, double b, MaskedObservation seen) {
        return seen.observed(i) && (!Double.isNaN(c) || b <= 1 / (1 + seen.variance()[i]));
    }

    private double[] next(double[] path, double a, double b, double s2, MaskedObservation seen, Noise.Field z) {
        double[] next = path.clone();
        for (int i = 0; i < path.length; i++) {
            if (!filtered(i, b, seen)) {
                continue;
            }
            double y = seen.y()[i];
            double signal = Math.sqrt(b);
            double off = path[i] - Math.sqrt(a) * y;
            if (Double.isNaN(c)) { // bridge from the path at a to sqrt(aR) y at aR
                double end = 1 / (1 + seen.variance()[i]);
                double fresh = 1 - b / end;
                double mean = Math.sqrt(a / b) * fresh / (1 - a / end) * off;
                double variance = fresh * (1 - a / b) / (1 - a / end);
                next[i] = signal * y + mean + Math.sqrt(Math.max(0, variance)) * z.at(i);
            } else {
                next[i] = signal * y + Math.sqrt((1 - b - s2) / (1 - a)) * off + Math.sqrt(s2) * z.at(i);
            }
        }
        return next;
    }

    /** Moves a particle and returns what its log weight gains. */
    private double step(
            double[] x,
            double[] clean,
            double[] path,
            double a,
            double b,
            double s2,
            MaskedObservation seen,
            Noise.Field z) {
        double keep = Math.sqrt(Math.max(0, 1 - b - s2) / (1 - a));
        double gained = 0;
        for (int i = 0; i < x.length; i++) {
            double mu = Math.sqrt(b) * clean[i] + keep * (x[i] - Math.sqrt(a) * clean[i]);
            if (!filtered(i, b, seen)) {
                x[i] = mu + (s2 == 0 ? 0 : Math.sqrt(s2) * z.at(i));
                continue;
            }
            double r = Double.isNaN(c) ? 0 : b * seen.variance()[i];
            double gain = r == 0 ? 1 : s2 / (s2 + r);
            double off = path[i] - mu;
            if (s2 + r > 0) {
                gained -= 0.5 * (off * off / (s2 + r) + Math.log(s2 + r));
            }
            x[i] = mu + gain * off + Math.sqrt(s2 * (1 - gain)) * z.at(i);
        }
        return gained;
    }
}
