package sunstone.models.posterior.sampler;

/**
 * Monte Carlo guided diffusion (Cardoso et al., 2308.07983): a particle filter whose potential at level b is N(x;
 * sqrt(b) y, v_b), v_b = 1 - (1 - kappa) b / a_R, until the process is as noisy as the measurement, a_R = 1 / (1 + R).
 * There the data is the noisy vector itself, v is kappa, and the entry is free from then on. One run gives one draw.
 *
 * <p>Departures: the levels are made to visit every a_R, which makes the true likelihood as a last weight superfluous
 * (it would count the measurement twice). Consistent as particles and steps grow and kappa falls.
 */
final class McgDiff implements DiffusionSampler {
    private static final double KAPPA = 1e-4;
    private static final int MOST_LEVELS = 8;

    private final NoiseLevels levels;
    private final int particles;

    McgDiff(NoiseLevels levels, int particles) {
        this.levels = levels;
        this.particles = particles;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        NoiseLevels walk = levels.through(seen, MOST_LEVELS);
        double[][] draws = new double[count][];
        for (int m = 0; m < count; m++) {
            draws[m] = one(denoiser, seen, walk, noise.stream(m));
        }
        return draws;
    }

    private double[] one(Denoiser denoiser, MaskedObservation seen, NoiseLevels walk, Noise noise) {
        Particles filter = new Particles(particles, noise.stream(1));
        double[][] x = new ReverseProcess(walk, Stepper.ddpm()).start(denoiser, particles, noise.stream(2));
        for (int p = 0; p < particles; p++) {
            for (int i = 0; i < x[p].length; i++) {
                filter.logWeight[p] += potential(x[p][i], i, walk.at(0), 0, seen);
            }
        }
        for (int k = 0; k < walk.count(); k++) {
            double a = walk.at(k);
            double b = walk.at(k + 1);
            double[][] clean = denoiser.clean(x, a);
            for (int p = 0; p < particles; p++) {
                filter.logWeight[p] +=
                        step(x[p], clean[p], a, b, seen, noise.stream(3).of(p, k));
            }
            x = filter.resampled(x);
        }
        return filter.one(x);
    }

    private static double step(double[] x, double[] clean, double a, double b, MaskedObservation seen, Noise.Field z) {
        double s2 = Stepper.variance(a, b, 1);
        double keep = Math.sqrt(Math.max(0, 1 - b - s2) / (1 - a));
        double gained = 0;
        for (int i = 0; i < x.length; i++) {
            double mu = Math.sqrt(b) * clean[i] + keep * (x[i] - Math.sqrt(a) * clean[i]);
            if (!guided(i, b, seen)) {
                x[i] = mu + (s2 == 0 ? 0 : Math.sqrt(s2) * z.at(i));
                continue;
            }
            gained += potential(mu, i, b, s2, seen) - potential(x[i], i, a, 0, seen);
            double target = Math.sqrt(b) * seen.y()[i];
            if (b == 1) {
                x[i] = target;
            } else {
                double v = variance(i, b, seen);
                double gain = s2 / (s2 + v);
                x[i] = mu + gain * (target - mu) + Math.sqrt(v * gain) * z.at(i);
            }
        }
        return gained;
    }

    private static boolean guided(int i, double b, MaskedObservation seen) {
        return seen.observed(i) && b <= 1 / (1 + seen.variance()[i]);
    }

    private static double variance(int i, double b, MaskedObservation seen) {
        return 1 - (1 - KAPPA) * b * (1 + seen.variance()[i]);
    }

    /** Log of N(value; sqrt(b) y, extra + v_b) up to a constant, 0 for an entry that is not guided. */
    private static double potential(double value, int i, double b, double extra, MaskedObservation seen) {
        if (!guided(i, b, seen)) {
            return 0;
        }
        double v = extra + variance(i, b, seen);
        double off = value - Math.sqrt(b) * seen.y()[i];
        return -0.5 * (off * off / v + Math.log(v));
    }
}
