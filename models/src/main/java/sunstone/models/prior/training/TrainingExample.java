package sunstone.models.prior.training;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.network.Network;

/**
 * A section that is fully known, and what an instrument has seen of it.
 *
 * @param truth orientations
 * @param cleanPl noise-free scaled harmonics of the truth, channel-major, shape [5, n]
 * @param pl polarized light as measured, or null for none
 * @param points measured points, wrong solutions among them
 */
public record TrainingExample(
        OrientationMap truth, float[] cleanPl, @Nullable PlImage pl, List<EbsdPoint> points) {

    /** Source of examples: a generator of microstructures with a camera and a microscope. */
    @FunctionalInterface
    public interface Source {
        /** The next example; the same state of {@code random} gives the same example. */
        TrainingExample next(RandomGenerator random);
    }

    /** What has been seen, encoded for the network. */
    Conditioning observation(OrientationScaling scaling) {
        return Conditioning.of(truth.grid(), truth.laue(), pl, points, scaling);
    }

    /**
     * The clean sample x_0, shape [8, n]. An orientation is written as the equivalent nearest to the first candidate
     * fill within 5 degrees of it, so that copying that fill is right also at a face of the fundamental zone.
     */
    float[] cleanSample(Conditioning seen, OrientationScaling scaling) {
        int n = truth.grid().size();
        LaueGroup laue = truth.laue();
        float[] x = new float[Network.CHANNELS * n];
        System.arraycopy(cleanPl, 0, x, 3 * n, PlImage.CHANNELS * n);
        double[] q = new double[4];
        double[] fill = new double[4];
        for (int i = 0; i < n; i++) {
            laue.reduce(truth.quaternions(), 4 * i, q, 0);
            scaling.encode(q, 0, x, i, n);
            for (int k = 0; k < Conditioning.CANDIDATES && !points.isEmpty(); k++) {
                int at = 3 * k * n + i;
                float d = Math.abs(x[i] - seen.observed()[at])
                        + Math.abs(x[n + i] - seen.observed()[at + n])
                        + Math.abs(x[2 * n + i] - seen.observed()[at + 2 * n]);
                if (d < 0.2f
                        || !laue.nearFace(
                                q, 0, Math.toRadians(Grains.THRESHOLD_DEG))) { // another equivalent cannot be nearer
                    break;
                }
                scaling.decode(seen.observed(), at, n, fill, 0);
                if (laue.disorientation(q, 0, fill, 0) < Math.toRadians(Grains.THRESHOLD_DEG)) {
                    laue.align(fill, 0, q, 0, q, 0);
                    scaling.encode(q, 0, x, i, n);
                    break;
                }
            }
        }
        return x;
    }
}
