package sunstone.models.posterior.boundary;

import java.util.List;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.MemberLight;

/**
 * Boundaries by the published recipe: the mean of the Sobel magnitudes of the members' light, scaled to 0 to 1, cut at
 * the knee of its sorted and smoothed values ({@link Knee}).
 *
 * <p>Departure from the published work: its members carry light; here a member's light is what its orientations look
 * like in canonical optics, five scaled coefficients whose magnitudes are added as squares.
 *
 * @param strength mean Sobel magnitude, 0 to 1, shape [rows * cols]
 * @param threshold the knee
 * @param marked pixels above the knee, not yet thin, shape [rows * cols]
 */
public record LightBoundaries(float[] strength, double threshold, boolean[] marked) {
    /** Of an ensemble of at least one member, unit quaternions, shape [rows * cols, 4] each. */
    public static LightBoundaries of(ScanGrid grid, List<float[]> members) {
        float[] sum = new float[grid.size()];
        for (float[] member : members) {
            float[] magnitude = sobel(grid, MemberLight.of(member));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += magnitude[i] / members.size();
            }
        }
        return cut(sum);
    }

    /** The same of light as it was seen: the classical baseline. */
    public static LightBoundaries of(PlImage light) {
        return cut(sobel(light.grid(), light.harmonics()));
    }

    private static LightBoundaries cut(float[] magnitude) {
        float most = 0;
        for (float v : magnitude) {
            most = Math.max(most, v);
        }
        float[] strength = new float[magnitude.length];
        for (int i = 0; i < strength.length && most > 0; i++) {
            strength[i] = magnitude[i] / most;
        }
        double knee = Knee.of(strength);
        boolean[] marked = new boolean[strength.length];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = strength[i] > knee;
        }
        return new LightBoundaries(strength, knee, marked);
    }

    /**
     * Magnitude of the Sobel gradient over all channels, borders continued.
     *
     * @param channels channel-major, shape [channels, rows * cols]
     * @return shape [rows * cols]
     */
    public static float[] sobel(ScanGrid grid, float[] channels) {
        int n = grid.size();
        float[] square = new float[n];
        for (int from = 0; from < channels.length; from += n) {
            for (int i = 0; i < n; i++) {
                int row = grid.row(i), col = grid.col(i);
                int up = Math.max(0, row - 1), down = Math.min(grid.rows() - 1, row + 1);
                int left = Math.max(0, col - 1), right = Math.min(grid.cols() - 1, col + 1);
                float nw = channels[from + grid.index(up, left)], no = channels[from + grid.index(up, col)];
                float ne = channels[from + grid.index(up, right)], we = channels[from + grid.index(row, left)];
                float ea = channels[from + grid.index(row, right)], sw = channels[from + grid.index(down, left)];
                float so = channels[from + grid.index(down, col)], se = channels[from + grid.index(down, right)];
                float gx = ne + 2 * ea + se - nw - 2 * we - sw;
                float gy = sw + 2 * so + se - nw - 2 * no - ne;
                square[i] += gx * gx + gy * gy;
            }
        }
        for (int i = 0; i < n; i++) {
            square[i] = (float) Math.sqrt(square[i]);
        }
        return square;
    }
}
