package sunstone.models.prior;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.RegisteredPl;

/**
 * Measurements as the two optional inputs of a prior that takes observations (agent/doc/architecture.md,
 * "Contract: model files").
 *
 * <p>{@code observed}, 26 channels: four candidate fills of 3 cubochoric coordinates each (see {@link CandidateFills};
 * a pixel's candidates within 5 degrees of the first are written as the equivalent nearest to it, so that equal
 * orientations have equal numbers even at a face of the fundamental zone); for each candidate the confidences {@code
 * exp(-|dPL| / 0.3)} and {@code exp(-d / 6.4 px)}; the 5 PL channels, registered to the EBSD raster; {@code 1 - 4 x}
 * noise level. {@code mask}, 3 channels: 1 at measured pixels, 1 if there are any points, 1 if there is PL. What is
 * missing is 0.
 *
 * @param observed shape [26, rows * cols]
 * @param mask shape [3, rows * cols]
 */
public record Conditioning(float[] observed, float[] mask) {
    /** Candidate fills of a pixel. */
    public static final int CANDIDATES = CandidateFills.COUNT;
    /** First channel of the confidences: match and nearness of each candidate in turn. */
    public static final int CONFIDENCES = 3 * CANDIDATES;
    /** First channel of the light. */
    public static final int LIGHT = 5 * CANDIDATES;
    /** Channels of {@code observed}. */
    public static final int OBSERVED = LIGHT + PlImage.CHANNELS + 1;
    /** Channels of {@code mask}. */
    public static final int MASK = 3;

    private static final double SAME = Math.toRadians(Grains.THRESHOLD_DEG);

    /** Encodes PL and points. */
    public static Conditioning of(
            ScanGrid grid, LaueGroup laue, @Nullable PlImage pl, List<EbsdPoint> points, OrientationScaling scaling) {
        return through(pl == null ? null : RegisteredPl.of(pl, points), grid, laue, points, scaling);
    }

    /** As {@link #of}, with light that has been looked at. */
    public static Conditioning through(
            @Nullable RegisteredPl view,
            ScanGrid grid,
            LaueGroup laue,
            List<EbsdPoint> points,
            OrientationScaling scaling) {
        int n = grid.size();
        float[] observed = new float[OBSERVED * n];
        float[] mask = new float[MASK * n];
        if (view != null) {
            System.arraycopy(view.raw(), 0, observed, LIGHT * n, PlImage.CHANNELS * n);
            java.util.Arrays.fill(observed, (OBSERVED - 1) * n, OBSERVED * n, 1 - 4 * Math.min(0.5f, view.noise()));
            for (int i = 0; i < n; i++) {
                if (view.covers(i)) {
                    mask[2 * n + i] = 1;
                } else {
                    for (int c = LIGHT; c < OBSERVED; c++) {
                        observed[c * n + i] = 0;
                    }
                }
            }
        }
        if (!points.isEmpty()) {
            java.util.Arrays.fill(mask, n, 2 * n, 1);
            for (EbsdPoint p : points) {
                mask[grid.index(p.row(), p.col())] = 1;
            }
            candidates(grid, laue, view, points, scaling, observed);
        }
        return new Conditioning(observed, mask);
    }

    private static void candidates(
            ScanGrid grid,
            LaueGroup laue,
            @Nullable RegisteredPl view,
            List<EbsdPoint> points,
            OrientationScaling scaling,
            float[] observed) {
        int n = grid.size();
        int m = points.size();
        double[] q = new double[4 * m];
        int[] pixel = new int[m];
        for (int j = 0; j < m; j++) {
            EbsdPoint p = points.get(j);
            laue.reduce(p.quaternion(), 0, q, 4 * j);
            pixel[j] = grid.index(p.row(), p.col());
        }
        int[][] candidate = CandidateFills.of(grid, laue, view, points);
        IntStream.range(0, grid.rows()).parallel().forEach(row -> {
            Encoder encoder = new Encoder(laue, scaling, q);
            for (int i = row * grid.cols(); i < (row + 1) * grid.cols(); i++) {
                for (int k = 0; k < CANDIDATES; k++) {
                    int j = candidate[k][i];
                    encoder.encode(candidate[0][i], j, observed, 3 * k * n + i, n);
                    int at = pixel[j];
                    double dr = (double) row - at / grid.cols();
                    double dc = (double) (i % grid.cols()) - at % grid.cols();
                    int confidence = CONFIDENCES + 2 * k;
                    observed[(confidence + 1) * n + i] = (float) Math.exp(-Math.sqrt(dr * dr + dc * dc) / 6.4);
                    if (view != null && view.covers(i)) {
                        float d = 0;
                        for (int c = 0; c < PlImage.CHANNELS; c++) {
                            float x = view.smooth()[c * n + i] - view.grain()[PlImage.CHANNELS * j + c];
                            d += x * x;
                        }
                        observed[confidence * n + i] = (float) Math.exp(-Math.sqrt(d) / 0.3);
                    }
                }
            }
        });
    }

    /**
     * Writes points' orientations, scaled: the equivalent nearest to another's if they are of one grain. Neighbouring
     * pixels have mostly the same pairs of points, so what was written before is remembered, pairs by their last bits.
     * One thread.
     */
    private static final class Encoder {
        private static final int REMEMBERED = 256;

        private final LaueGroup laue;
        private final OrientationScaling scaling;
        private final double[] q;
        private final long[] pair = new long[REMEMBERED];
        private final float[] encoded = new float[3 * REMEMBERED];
        private final double[] aligned = new double[4];

        /** With orientations in the fundamental zone, shape [points, 4]. */
        Encoder(LaueGroup laue, OrientationScaling scaling, double[] q) {
            this.laue = laue;
            this.scaling = scaling;
            this.q = q;
        }

        void encode(int first, int point, float[] out, int at, int stride) {
            long key = 1 + ((long) first << 32 | point);
            int slot = (31 * first + point) & (REMEMBERED - 1);
            if (pair[slot] != key) {
                pair[slot] = key;
                if (laue.disorientation(q, 4 * first, q, 4 * point) < SAME) {
                    laue.align(q, 4 * first, q, 4 * point, aligned, 0);
                    scaling.encode(aligned, 0, encoded, 3 * slot, 1);
                } else {
                    scaling.encode(q, 4 * point, encoded, 3 * slot, 1);
                }
            }
            for (int c = 0; c < 3; c++) {
                out[at + c * stride] = encoded[3 * slot + c];
            }
        }
    }
}
