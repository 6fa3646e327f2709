package sunstone.simulators.polarizedlight;

import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Frames of a specimen under {@link LabLight}. Each pixel is the mean of the specimen over nine places of its point
 * spread (Gauss-Hermite), each of which is the mean over one pixel's area (bilinear in the squares of the map), so that
 * grain boundaries fall anywhere between the pixels. Beyond the border of the map the specimen goes on: its crystals
 * are those of the map, mirrored; its marks are its own.
 */
final class LabExposure implements Exposure {
    private static final double[] NODES = {-Math.sqrt(3), 0, Math.sqrt(3)};
    private static final double[] WEIGHTS = {1 / 6.0, 2 / 3.0, 1 / 6.0};

    private final LabLight light;
    private final int rows, cols;
    private final int width; // columns of the specimen, which is the map and a margin
    private final float[] specimen; // coefficients, channel-major, [5, pixels of the specimen]
    private final double[] looks; // where on the specimen the middle of each pixel looks: row, column; [n, 2]

    LabExposure(OrientationMap truth, LabLight light) {
        this.light = light;
        rows = truth.grid().rows();
        cols = truth.grid().cols();
        looks = new double[2 * rows * cols];
        double[] at = new double[2];
        double beyond = 0;
        for (int p = 0; p < rows * cols; p++) {
            light.placement().look(p / cols, p % cols, at);
            beyond = Math.max(beyond, Math.max(-Math.min(at[0], at[1]), Math.max(at[0] - rows, at[1] - cols)));
            looks[2 * p] = at[0];
            looks[2 * p + 1] = at[1];
        }
        int margin = 2 + (int) Math.ceil(beyond + reach());
        for (int i = 0; i < looks.length; i++) {
            looks[i] += margin;
        }
        OrientationMap wide = widened(truth, margin);
        width = wide.grid().cols();
        MuellerChain chain = new MuellerChain(light.metal(), Math.toRadians(light.deltaDeg()));
        specimen = PlScene.render(wide, chain, Math.toRadians(light.zeroDeg()), light.sense());
        light.surface().mark(specimen, wide);
    }

    /** How far from where its middle looks a pixel may see, px of EBSD. */
    private double reach() {
        double most = 0;
        for (int j = 0; j < light.illumination().lamp().size(); j++) {
            double row = light.illumination().jitterRowPx().get(j);
            double col = light.illumination().jitterColPx().get(j);
            most = Math.max(most, Math.hypot(row, col));
        }
        return light.placement().scale() * (most + light.psfPx() * Math.hypot(NODES[0], NODES[0]));
    }

    /** A map with a margin on every side, in which it is mirrored. */
    private static OrientationMap widened(OrientationMap truth, int margin) {
        ScanGrid grid = truth.grid();
        ScanGrid wide = new ScanGrid(grid.rows() + 2 * margin, grid.cols() + 2 * margin, grid.stepUm());
        double[] q = new double[4 * wide.size()];
        boolean[] valid = new boolean[wide.size()];
        for (int p = 0; p < wide.size(); p++) {
            int from = grid.index(
                    mirrored(p / wide.cols() - margin, grid.rows()), mirrored(p % wide.cols() - margin, grid.cols()));
            System.arraycopy(truth.quaternions(), 4 * from, q, 4 * p, 4);
            valid[p] = truth.valid()[from];
        }
        return new OrientationMap(wide, truth.laue(), q, valid);
    }

    private static int mirrored(int i, int n) {
        int m = Math.floorMod(i, 2 * n);
        return m < n ? m : 2 * n - 1 - m;
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
            int top = (int) row, left = (int) col; // never negative
            float fy = (float) (row - top), fx = (float) (col - left);
            int i = top * width + left, j = i + width;
            out[p] += weight
                    * ((1 - fy) * ((1 - fx) * specimen[i] + fx * specimen[i + 1])
                            + fy * ((1 - fx) * specimen[j] + fx * specimen[j + 1]));
        }
    }
}
