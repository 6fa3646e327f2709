package sunstone.models.posterior.sampler;

/** Log weights of a particle filter and their systematic resampling (Kitagawa 1996). */
final class Particles {
    final double[] logWeight;
    private final Noise noise;
    private int draws;

    Particles(int count, Noise noise) {
        this.logWeight = new double[count];
        this.noise = noise;
    }

    /** Replaces the particles by equally weighted ones where the effective number has fallen below a half. */
    double[][] resampled(double[][] x) {
        double[] w = weights();
        double squares = 0;
        for (double v : w) {
            squares += v * v;
        }
        if (1 / squares >= w.length / 2.0) {
            return x;
        }
        double[][] out = new double[x.length][];
        double u = noise.uniform(0, draws++);
        double sum = w[0];
        for (int j = 0, i = 0; j < out.length; j++) {
            while (sum < (u + j) / out.length && i < w.length - 1) {
                sum += w[++i];
            }
            out[j] = x[i].clone();
        }
        java.util.Arrays.fill(logWeight, 0);
        return out;
    }

    /** One particle, drawn by its weight. */
    double[] one(double[][] x) {
        double[] w = weights();
        double u = noise.uniform(0, draws++);
        int i = 0;
        for (double sum = w[0]; sum < u && i < w.length - 1; ) {
            sum += w[++i];
        }
        return x[i];
    }

    private double[] weights() {
        double max = Double.NEGATIVE_INFINITY;
        for (double l : logWeight) {
            max = Math.max(max, l);
        }
        double[] w = new double[logWeight.length];
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            w[i] = Math.exp(logWeight[i] - max);
            sum += w[i];
        }
        for (int i = 0; i < w.length; i++) {
            w[i] /= sum;
        }
        return w;
    }
}
