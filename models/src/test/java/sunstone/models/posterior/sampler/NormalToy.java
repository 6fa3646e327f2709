package sunstone.models.posterior.sampler;

/** Two standard normal entries of known correlation: everything has a closed form. */
final class NormalToy implements Denoiser {
    private final double correlation;
    private final double scale;
    int evaluations;

    /** Entries of that variance and correlation. */
    NormalToy(double variance, double correlation) {
        this.scale = variance;
        this.correlation = correlation;
    }

    @Override
    public double[][] clean(double[][] x, double a) {
        evaluations += x.length;
        double[][] out = new double[x.length][];
        // sum and difference are independent, of variance scale (1 + rho) and scale (1 - rho)
        double plus = factor(scale * (1 + correlation), a);
        double minus = factor(scale * (1 - correlation), a);
        for (int m = 0; m < x.length; m++) {
            double s = plus * (x[m][0] + x[m][1]) / 2;
            double d = minus * (x[m][0] - x[m][1]) / 2;
            out[m] = new double[] {s + d, s - d};
        }
        return out;
    }

    private static double factor(double variance, double a) {
        return variance == 0 ? 0 : Math.sqrt(a) * variance / (a * variance + 1 - a);
    }

    @Override
    public int size() {
        return 2;
    }

    @Override
    public double variance(int entry) {
        return scale;
    }

    /** The first entry seen as y with noise of variance r, the second not at all. */
    static MaskedObservation first(double y, double r) {
        return new MaskedObservation(
                new double[] {y, 0},
                new double[] {r, Double.POSITIVE_INFINITY},
                1,
                1,
                r < Double.POSITIVE_INFINITY ? java.util.List.of(new int[] {0}) : java.util.List.of());
    }

    /** Mean and variance of an entry over draws. */
    static double[] moments(double[][] draws, int entry) {
        double mean = 0;
        for (double[] d : draws) {
            mean += d[entry] / draws.length;
        }
        double variance = 0;
        for (double[] d : draws) {
            variance += (d[entry] - mean) * (d[entry] - mean) / (draws.length - 1);
        }
        return new double[] {mean, variance};
    }
}
