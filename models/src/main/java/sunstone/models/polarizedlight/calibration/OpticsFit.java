package sunstone.models.polarizedlight.calibration;

import sunstone.models.polarizedlight.Optics;

/**
 * Optics from the light at measured points, given where the points lie: two complex factors by reweighted least
 * squares, in closed form, with the weights of Geman and McClure (1985). No start values, no exposure, no stage zero
 * need be known.
 *
 * <p>Not thread-safe: scratch is kept between fits.
 */
final class OpticsFit {
    /**
     * Weight of the square of the 2 omega amplitude, which noise reaches first where the analyser is nearly crossed.
     */
    static final double TWO_WEIGHT = 0.5;

    private static final int ROUNDS = 5;
    private static final double TINY = 1e-9;

    private final double[] weight;
    private double fourRe, fourIm, twoRe, twoIm;

    OpticsFit(int points) {
        this.weight = new double[points];
    }

    /**
     * Fits and returns the cost: mean over points of {@code r / (r + scale)}, r the squared residual in canonical
     * units; 0 is perfect.
     *
     * @param seen light at the points, shape [points, 4]
     * @param expected canonical light, shape [points, 4]
     * @param votes what each point counts, 0 for one that lies far outside of the image
     */
    double fit(double[] seen, double[] expected, double[] votes, int sense, double scale) {
        int n = weight.length;
        System.arraycopy(votes, 0, weight, 0, n);
        double cost = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            solve(seen, expected, sense);
            double four = 1 / (fourRe * fourRe + fourIm * fourIm + TINY);
            double two = TWO_WEIGHT / (twoRe * twoRe + twoIm * twoIm + TINY);
            cost = 0;
            double sum = 0;
            for (int j = 0; j < n; j++) {
                if (votes[j] == 0) {
                    continue;
                }
                int k = ComplexLight.PLANES * j;
                double x = expected[k], y = sense * expected[k + 1];
                double v = expected[k + 2], w = sense * expected[k + 3];
                double a = seen[k] - fourRe * x + fourIm * y, b = seen[k + 1] - fourRe * y - fourIm * x;
                double c = seen[k + 2] - twoRe * v + twoIm * w, d = seen[k + 3] - twoRe * w - twoIm * v;
                double r = (a * a + b * b) * four + (c * c + d * d) * two;
                cost += votes[j] * r / (r + scale);
                weight[j] = votes[j] / ((r + scale) * (r + scale));
                sum += votes[j];
            }
            cost = sum == 0 ? 1 : cost / sum;
        }
        return cost;
    }

    private void solve(double[] seen, double[] expected, int sense) {
        double re4 = 0, im4 = 0, size4 = 0, re2 = 0, im2 = 0, size2 = 0;
        for (int j = 0; j < weight.length; j++) {
            if (weight[j] == 0) {
                continue;
            }
            int k = ComplexLight.PLANES * j;
            double x = expected[k], y = sense * expected[k + 1];
            double v = expected[k + 2], w = sense * expected[k + 3];
            re4 += weight[j] * (seen[k] * x + seen[k + 1] * y);
            im4 += weight[j] * (seen[k + 1] * x - seen[k] * y);
            size4 += weight[j] * (x * x + y * y);
            re2 += weight[j] * (seen[k + 2] * v + seen[k + 3] * w);
            im2 += weight[j] * (seen[k + 3] * v - seen[k + 2] * w);
            size2 += weight[j] * (v * v + w * w);
        }
        fourRe = re4 / (size4 + TINY);
        fourIm = im4 / (size4 + TINY);
        twoRe = re2 / (size2 + TINY);
        twoIm = im2 / (size2 + TINY);
    }

    /** What the last fit found; the black level is not part of it. */
    Optics optics(int sense) {
        return new Optics(fourRe, fourIm, twoRe, twoIm, sense, 0);
    }
}
