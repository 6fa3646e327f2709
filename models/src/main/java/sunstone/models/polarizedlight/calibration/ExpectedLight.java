package sunstone.models.polarizedlight.calibration;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Measured points, and the amplitudes that canonical optics would show of them.
 *
 * @param row of each point, EBSD raster
 * @param col of each point
 * @param warp terms of the warp at each point, shape [points][{@link Registration#WARP_TERMS}]
 * @param light expected amplitudes as {@link ComplexLight} has them, shape [points, 4]
 * @param mean expected mean over the stage's turn, coefficient of 1, unscaled, shape [points]
 * @param four expected amplitude of 4 omega, unscaled, shape [points]
 * @param votes what each counts, 1 or less, shape [points]
 */
record ExpectedLight(
        int[] row, int[] col, double[][] warp, double[] light, double[] mean, double[] four, double[] votes) {
    /** Distance over which points of one grain tell the same, EBSD pixels: the size of a stain. */
    private static final double SAME_PX = 3;
    /** Squared difference of the light of one grain. */
    private static final double SAME_LIGHT = 0.02;

    /** What the points of a scan should look like. */
    static ExpectedLight of(ScanGrid ebsd, List<EbsdPoint> points) {
        UniaxialOptics optics = UniaxialOptics.canonical();
        PlScaling scaling = PlScaling.canonical();
        int n = points.size();
        ExpectedLight out = new ExpectedLight(
                new int[n],
                new int[n],
                new double[n][],
                new double[ComplexLight.PLANES * n],
                new double[n],
                new double[n],
                new double[n]);
        double[] h = new double[PlImage.CHANNELS];
        for (int j = 0; j < n; j++) {
            EbsdPoint p = points.get(j);
            out.row[j] = p.row();
            out.col[j] = p.col();
            out.warp[j] = Registration.warpAt(ebsd, p.row(), p.col());
            optics.harmonics(p.quaternion(), 0, h, 0);
            out.mean[j] = h[0];
            out.four[j] = Math.hypot(h[3], h[4]);
            int o = ComplexLight.PLANES * j;
            out.light[o] = scaling.scale(3, h[3]);
            out.light[o + 1] = -scaling.scale(4, h[4]);
            out.light[o + 2] = scaling.scale(1, h[1]);
            out.light[o + 3] = -scaling.scale(2, h[2]);
        }
        out.vote();
        return out;
    }

    /**
     * Points of one grain beside each other have one vote together: a stain or the light's border misleads all of them
     * alike.
     */
    private void vote() {
        for (int j = 0; j < size(); j++) {
            double sum = 0;
            for (int k = 0; k < size(); k++) {
                double down = row[j] - row[k], right = col[j] - col[k];
                double near = (down * down + right * right) / (2 * SAME_PX * SAME_PX);
                if (near < 8) {
                    double unlike = 0;
                    for (int p = 0; p < ComplexLight.PLANES; p++) {
                        double d = light[ComplexLight.PLANES * j + p] - light[ComplexLight.PLANES * k + p];
                        unlike += d * d;
                    }
                    sum += Math.exp(-near - unlike / (2 * SAME_LIGHT));
                }
            }
            votes[j] = 1 / sum;
        }
    }

    /** Sum of the votes. */
    double allVotes() {
        return DoubleStream.of(votes).sum();
    }

    /** Expected mean of a point where the sine of the analyser's offset is this many times the canonical one. */
    double mean(int point, double offsetRatio) {
        return four[point] + offsetRatio * offsetRatio * (mean[point] - four[point]);
    }

    int size() {
        return row.length;
    }

    /**
     * The same places with the orientations of others: point j gets what point j + by has. For comparison with chance.
     */
    ExpectedLight exchanged(int by) {
        double[] other = new double[light.length];
        for (int j = 0; j < size(); j++) {
            System.arraycopy(
                    light,
                    ComplexLight.PLANES * ((j + by) % size()),
                    other,
                    ComplexLight.PLANES * j,
                    ComplexLight.PLANES);
        }
        return new ExpectedLight(row, col, warp, other, mean, four, votes);
    }

    /** Every k-th point alone, from one on. */
    ExpectedLight of(int from, int every) {
        int[] kept = IntStream.iterate(from, j -> j < size(), j -> j + every).toArray();
        ExpectedLight out = new ExpectedLight(
                IntStream.of(kept).map(j -> row[j]).toArray(),
                IntStream.of(kept).map(j -> col[j]).toArray(),
                IntStream.of(kept).mapToObj(j -> warp[j]).toArray(double[][]::new),
                new double[ComplexLight.PLANES * kept.length],
                IntStream.of(kept).mapToDouble(j -> mean[j]).toArray(),
                IntStream.of(kept).mapToDouble(j -> four[j]).toArray(),
                IntStream.of(kept).mapToDouble(j -> votes[j]).toArray());
        for (int j = 0; j < kept.length; j++) {
            System.arraycopy(
                    light, ComplexLight.PLANES * kept[j], out.light, ComplexLight.PLANES * j, ComplexLight.PLANES);
        }
        return out;
    }
}
