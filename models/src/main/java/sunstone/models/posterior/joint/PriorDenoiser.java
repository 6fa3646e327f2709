package sunstone.models.posterior.joint;

import sunstone.models.posterior.sampler.Denoiser;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.Prior;

/**
 * A prior as plain denoiser: told of the same observation at every call, usually of none, and of signal shares instead
 * of times. Counts its evaluations.
 */
final class PriorDenoiser implements Denoiser {
    /** Of a scaled channel over all orientations. */
    private static final double VARIANCE = 0.33;

    private final Prior prior;
    private final Conditioning told;
    private final int rows;
    private final int cols;
    private long evaluations;

    PriorDenoiser(Prior prior, Conditioning told, int rows, int cols) {
        this.prior = prior;
        this.told = told;
        this.rows = rows;
        this.cols = cols;
    }

    @Override
    public double[][] clean(double[][] x, double a) {
        float[][] samples = new float[x.length][];
        for (int m = 0; m < x.length; m++) {
            samples[m] = floats(x[m]);
        }
        // cos(pi t / 2)^2 = a
        double time = 2 / Math.PI * Math.atan2(Math.sqrt(1 - a), Math.sqrt(a));
        float[][] estimates = prior.denoise(samples, time, told, rows, cols);
        evaluations += x.length;
        double[][] out = new double[x.length][];
        for (int m = 0; m < x.length; m++) {
            out[m] = new double[estimates[m].length];
            for (int i = 0; i < out[m].length; i++) {
                out[m][i] = estimates[m][i];
            }
        }
        return out;
    }

    static float[] floats(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }

    @Override
    public int size() {
        return prior.card().channels().size() * rows * cols;
    }

    @Override
    public double variance(int entry) {
        return VARIANCE;
    }

    /** Vectors denoised so far. */
    long evaluations() {
        return evaluations;
    }
}
