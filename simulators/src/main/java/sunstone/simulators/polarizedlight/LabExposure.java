package sunstone.simulators.polarizedlight;

import sunstone.models.map.OrientationMap;

/**
 * Frames of a specimen under {@link LabLight}. Each pixel is the mean of the specimen over nine places of its point
 * spread (Gauss-Hermite), each of which is the mean over one pixel's area (bilinear in the squares of the map), so that
 * grain boundaries fall anywhere between the pixels. Beyond the border of the map the specimen goes on, mirrored.
 */
final class LabExposure implements Exposure {
    private static final double[] NODES = {-Math.sqrt(3), 0, Math.sqrt(3)};
    private static final double[] WEIGHTS = {1 / 6.0, 2 / 3.0, 1 / 6.0};

    private final LabLight light;
    private final int rows, cols;
    private final float[] specimen; // coefficients, channel-major, [5, n]
    private final double[] looks; // where the middle of each pixel looks: row, column; [n, 2]

    LabExposure(OrientationMap truth, LabLight light) {
        this.light = light;
        rows = truth.grid().rows();
        cols = truth.grid().cols();
        MuellerChain chain = new MuellerChain(light.metal(), Math.toRadians(light.deltaDeg()));
        specimen = PlScene.render(truth, chain, Math.toRadians(light.zeroDeg()), light.sense());
        light.surface().mark(specimen, truth);
        looks = new double[2 * rows * cols];
        double[] at = new double[2];
        for (int p = 0; p < rows * cols; p++) {
            light.placement().look(p / cols, p % cols, at);
            looks[2 * p] = at[0];
            looks[2 * p + 1] = at[1];
        }
    }

    @Override
    public float[] frame(int frame, double stageRad) {
        float[] out = sampled(Exposure.turned(specimen, stageRad), frame);
        light.illumination().shine(out, rows, cols, light.sense() * stageRad, frame);
        for (int p = 0; p < out.length; p++) {
            out[p] = (float) (light.black() + light.gain() * out[p]);
        }
        return out;
    }

    /** The specimen as the pixels of a frame see it. */
    private float[] sampled(float[] specimen, int frame) {
        RasterPlacement at = light.placement();
        double c = at.scale() * Math.cos(Math.toRadians(at.rotationDeg()));
        double s = at.scale() * Math.sin(Math.toRadians(at.rotationDeg()));
        double jitterRow = light.illumination().jitterRowPx().get(frame);
        double jitterCol = light.illumination().jitterColPx().get(frame);
        float[] out = new float[rows * cols];
        for (int i = 0; i < NODES.length; i++) {
            for (int j = 0; j < NODES.length; j++) {
                double y = jitterRow + light.psfPx() * NODES[i], x = jitterCol + light.psfPx() * NODES[j];
                add(specimen, x * s + y * c, x * c - y * s, (float) (WEIGHTS[i] * WEIGHTS[j]), out);
            }
        }
        return out;
    }

    /** Adds the specimen at a distance (rows, columns of EBSD) from where each pixel looks. */
    private void add(float[] specimen, double dRow, double dCol, float weight, float[] out) {
        for (int p = 0; p < out.length; p++) {
            double row = looks[2 * p] + dRow, col = looks[2 * p + 1] + dCol;
            double top = Math.floor(row), left = Math.floor(col);
            float fy = (float) (row - top), fx = (float) (col - left);
            int y0 = mirrored((int) top, rows) * cols, y1 = mirrored((int) top + 1, rows) * cols;
            int x0 = mirrored((int) left, cols), x1 = mirrored((int) left + 1, cols);
            out[p] += weight
                    * ((1 - fy) * ((1 - fx) * specimen[y0 + x0] + fx * specimen[y0 + x1])
                            + fy * ((1 - fx) * specimen[y1 + x0] + fx * specimen[y1 + x1]));
        }
    }

    private static int mirrored(int i, int n) {
        if (i >= 0 && i < n) {
            return i;
        }
        int m = Math.floorMod(i, 2 * n);
        return m < n ? m : 2 * n - 1 - m;
    }
}
