package sunstone.models.posterior.sampler;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * DPM-Solver++(2M), deterministic or as SDE (Lu et al., 2211.01095, algorithm 2 and equation 18; the SDE form is that
 * of diffusers' {@code sde-dpmsolver++}): second order in the step of lambda = ln(a / (1 - a)) / 2, from the estimates
 * of this level and the last. First order at the first step and to the clean vector.
 */
final class DpmSolver implements Stepper {
    private final boolean stochastic;
    private double @Nullable [] before;
    private double lastStep;

    private DpmSolver(boolean stochastic) {
        this.stochastic = stochastic;
    }

    /** A fresh solver a vector. */
    static Supplier<Stepper> of(boolean stochastic) {
        return () -> new DpmSolver(stochastic);
    }

    @Override
    public double[] step(double[] x, double[] clean, double a, double b, Noise.Field z) {
        if (b == 1) {
            return clean.clone();
        }
        double h = lambda(b) - lambda(a);
        double[] previous = before;
        double slope = previous == null ? 0 : h / (2 * lastStep);
        double decay = Math.exp(-h);
        double keep = Math.sqrt((1 - b) / (1 - a)) * (stochastic ? decay : 1);
        double toward = Math.sqrt(b) * (stochastic ? 1 - decay * decay : 1 - decay);
        double fresh = stochastic ? Math.sqrt((1 - b) * (1 - decay * decay)) : 0;
        double[] next = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double d = clean[i] + (previous == null ? 0 : slope * (clean[i] - previous[i]));
            next[i] = keep * x[i] + toward * d + (fresh == 0 ? 0 : fresh * z.at(i));
        }
        before = clean.clone();
        lastStep = h;
        return next;
    }

    private static double lambda(double a) {
        return Math.log(a / (1 - a)) / 2;
    }
}
