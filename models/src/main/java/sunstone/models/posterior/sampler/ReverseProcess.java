package sunstone.models.posterior.sampler;

import java.util.function.Supplier;

/**
 * Walks a batch from its noise level down to the clean vector.
 *
 * @param levels that are visited
 * @param stepper a new one for every vector
 */
record ReverseProcess(NoiseLevels levels, Supplier<Stepper> stepper) {
    /** Changes the estimates of the clean vectors at a level, in place. */
    @FunctionalInterface
    interface Guidance {
        /** Nothing is known. */
        Guidance NONE = (x, clean, a) -> {};

        /**
         * One level.
         *
         * @param x the batch at this level
         * @param clean its estimates, to be changed
         * @param a share of signal
         */
        void guide(double[][] x, double[][] clean, double a);
    }

    /** Vectors of pure noise at the first level. */
    double[][] start(Denoiser denoiser, int count, Noise noise) {
        double[][] x = new double[count][];
        for (int m = 0; m < count; m++) {
            x[m] = noise.vector(m, -1, denoiser.size());
        }
        return x;
    }

    /** Clean vectors noised to the first level: sqrt(a) x_0 + sqrt(1 - a) z. */
    double[][] renoise(double[][] clean, Noise noise) {
        double a = levels.at(0);
        double[][] x = new double[clean.length][];
        for (int m = 0; m < clean.length; m++) {
            x[m] = noise.vector(m, -2, clean[m].length);
            for (int i = 0; i < x[m].length; i++) {
                x[m][i] = Math.sqrt(a) * clean[m][i] + Math.sqrt(1 - a) * x[m][i];
            }
        }
        return x;
    }

    /**
     * The clean vectors.
     *
     * @param x at the first level
     */
    double[][] run(Denoiser denoiser, double[][] x, Guidance guidance, Noise noise) {
        Stepper[] steppers = new Stepper[x.length];
        double[][] at = x.clone();
        for (int m = 0; m < x.length; m++) {
            steppers[m] = stepper.get();
        }
        for (int k = 0; k < levels.count(); k++) {
            double a = levels.at(k);
            double[][] clean = denoiser.clean(at, a);
            guidance.guide(at, clean, a);
            for (int m = 0; m < at.length; m++) {
                at[m] = steppers[m].step(at[m], clean[m], a, levels.at(k + 1), noise.of(m, k));
            }
        }
        return at;
    }
}
