package sunstone.models.posterior.sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Toy M of models/doc/samplers.md: a line of 64 pixels, channels e and p, four segments of at least 8 pixels (120 known
 * sets of boundaries), e one of -0.8, -0.6 ... 0.8 in each, p = 2 |e| - 1, plus N(0, 0.02^2). The denoiser is exact: a
 * sum over all sets and values. p plays polarized light, seen everywhere; e plays EBSD, seen at a pixel or two.
 */
final class LineToy implements Denoiser {
    static final int PIXELS = 64;
    static final double[] VALUES = {-0.8, -0.6, -0.4, -0.2, 0.2, 0.4, 0.6, 0.8};

    private static final double SCATTER = 0.02 * 0.02;
    private static final int SETS = 120;
    private static final int LEAST = 8;

    /** Distinct segments [from, to), and those of each set. */
    private final List<int[]> segments = new ArrayList<>();

    private final int[][] sets = new int[SETS][4];
    int evaluations;

    LineToy(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int[] set : sets) {
            int[] cut;
            do {
                cut = random.ints(3, LEAST, PIXELS - LEAST + 1).sorted().toArray();
            } while (cut[1] - cut[0] < LEAST || cut[2] - cut[1] < LEAST);
            int[] ends = {0, cut[0], cut[1], cut[2], PIXELS};
            for (int k = 0; k < 4; k++) {
                set[k] = segment(ends[k], ends[k + 1]);
            }
        }
    }

    private int segment(int from, int to) {
        for (int s = 0; s < segments.size(); s++) {
            if (segments.get(s)[0] == from && segments.get(s)[1] == to) {
                return s;
            }
        }
        segments.add(new int[] {from, to});
        return segments.size() - 1;
    }

    /** A line, which segment each of its pixels belongs to, and the segments' ends. */
    record Line(double[] x, int[][] ends, double[] value) {}

    Line line(SplittableRandom random) {
        int[] set = sets[random.nextInt(SETS)];
        double[] x = new double[2 * PIXELS];
        double[] value = new double[4];
        int[][] ends = new int[4][];
        for (int k = 0; k < 4; k++) {
            ends[k] = segments.get(set[k]);
            value[k] = VALUES[random.nextInt(VALUES.length)];
            for (int i = ends[k][0]; i < ends[k][1]; i++) {
                x[i] = value[k] + 0.02 * random.nextGaussian();
                x[PIXELS + i] = p(value[k]) + 0.02 * random.nextGaussian();
            }
        }
        return new Line(x, ends, value);
    }

    /** p everywhere with noise 0.1, e at the middle of some segments with noise 0.01. */
    static MaskedObservation observe(Line line, int[] which, SplittableRandom random) {
        double[] y = new double[2 * PIXELS];
        double[] r = new double[2 * PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            r[i] = Double.POSITIVE_INFINITY;
            r[PIXELS + i] = 0.01;
            y[PIXELS + i] = line.x[PIXELS + i] + 0.1 * random.nextGaussian();
        }
        List<int[]> points = new ArrayList<>();
        for (int k : which) {
            int i = (line.ends[k][0] + line.ends[k][1]) / 2;
            y[i] = line.x[i] + 0.01 * random.nextGaussian();
            r[i] = 1e-4;
            points.add(new int[] {i});
        }
        return new MaskedObservation(y, r, 1, PIXELS, points);
    }

    /** Exact posterior probability that e is positive, per pixel. */
    double[] positive(MaskedObservation seen) {
        double[] variance = new double[2 * PIXELS];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = seen.variance()[i] + SCATTER;
        }
        return means(seen.y(), 1, variance)[2];
    }

    @Override
    public double[][] clean(double[][] x, double a) {
        evaluations += x.length;
        double noise = a * SCATTER + 1 - a;
        double[] variance = new double[2 * PIXELS];
        java.util.Arrays.fill(variance, noise);
        double[][] out = new double[x.length][2 * PIXELS];
        double signal = Math.sqrt(a);
        for (int m = 0; m < x.length; m++) {
            double[][] mean = means(x[m], signal, variance);
            for (int i = 0; i < out[m].length; i++) {
                double level = i < PIXELS ? mean[0][i] : mean[1][i - PIXELS];
                out[m][i] = level + signal * SCATTER / noise * (x[m][i] - signal * level);
            }
        }
        return out;
    }

    /**
     * Per pixel the mean of e and p without scatter and the probability of e > 0, given values of signal times them.
     */
    private double[][] means(double[] x, double signal, double[] variance) {
        int values = VALUES.length;
        double[][] sum = new double[values][PIXELS + 1];
        for (int v = 0; v < values; v++) {
            for (int i = 0; i < PIXELS; i++) {
                double e = x[i] - signal * VALUES[v];
                double p = x[PIXELS + i] - signal * p(VALUES[v]);
                sum[v][i + 1] = sum[v][i] - 0.5 * (e * e / variance[i] + p * p / variance[PIXELS + i]);
            }
        }
        double[][] weight = new double[segments.size()][values];
        double[] evidence = new double[segments.size()];
        for (int s = 0; s < evidence.length; s++) {
            int[] ends = segments.get(s);
            for (int v = 0; v < values; v++) {
                weight[s][v] = sum[v][ends[1]] - sum[v][ends[0]];
            }
            evidence[s] = normalise(weight[s]);
        }
        double[] ofSet = new double[SETS];
        for (int k = 0; k < SETS; k++) {
            for (int s : sets[k]) {
                ofSet[k] += evidence[s];
            }
        }
        normalise(ofSet);
        double[] ofSegment = new double[evidence.length];
        for (int k = 0; k < SETS; k++) {
            for (int s : sets[k]) {
                ofSegment[s] += ofSet[k];
            }
        }
        double[][] mean = new double[3][PIXELS];
        for (int s = 0; s < ofSegment.length; s++) {
            if (ofSegment[s] < 1e-12) {
                continue;
            }
            double e = 0, p = 0, positive = 0;
            for (int v = 0; v < values; v++) {
                e += weight[s][v] * VALUES[v];
                p += weight[s][v] * p(VALUES[v]);
                positive += VALUES[v] > 0 ? weight[s][v] : 0;
            }
            for (int i = segments.get(s)[0]; i < segments.get(s)[1]; i++) {
                mean[0][i] += ofSegment[s] * e;
                mean[1][i] += ofSegment[s] * p;
                mean[2][i] += ofSegment[s] * positive;
            }
        }
        return mean;
    }

    /** Log weights to weights that sum to 1, in place; returns the log of their sum. */
    private static double normalise(double[] log) {
        double max = Double.NEGATIVE_INFINITY;
        for (double l : log) {
            max = Math.max(max, l);
        }
        double sum = 0;
        for (int i = 0; i < log.length; i++) {
            log[i] = Math.exp(log[i] - max);
            sum += log[i];
        }
        for (int i = 0; i < log.length; i++) {
            log[i] /= sum;
        }
        return max + Math.log(sum);
    }

    private static double p(double e) {
        return 2 * Math.abs(e) - 1;
    }

    @Override
    public int size() {
        return 2 * PIXELS;
    }

    @Override
    public double variance(int entry) {
        return entry < PIXELS ? 0.3 + SCATTER : 0.2 + SCATTER;
    }
}
