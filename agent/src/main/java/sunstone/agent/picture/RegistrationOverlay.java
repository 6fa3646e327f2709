package sunstone.agent.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Boundaries that light shows, over those of the map: red where light lies if nothing is moved, cyan where it lies as
 * the points have it, white where both are, grey the map's own. One image pixel per map pixel.
 */
public final class RegistrationOverlay {
    /** Part of the steps between neighbours that are not full edges: what lies inside grains is noise. */
    private static final double INSIDE = 0.9;

    private static final int GROUND = 0x14;
    private static final int OWN = 0x60;

    private RegistrationOverlay() {}

    /**
     * The picture.
     *
     * @param before light on the raster of the map, nothing moved
     * @param after the same where it belongs, or null if light is left out
     */
    public static BufferedImage of(OrientationMap map, PlImage before, @Nullable PlImage after) {
        ScanGrid grid = map.grid();
        int[] grain = Grains.of(map).labels();
        double[] red = edges(before);
        double[] cyan = after == null ? new double[grid.size()] : edges(after);
        BufferedImage image = new BufferedImage(grid.cols(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < grid.size(); i++) {
            boolean right = (i + 1) % grid.cols() != 0 && grain[i] != grain[i + 1];
            boolean below = i + grid.cols() < grid.size() && grain[i] != grain[i + grid.cols()];
            int ground = right || below ? OWN : GROUND;
            int r = lit(ground, red[i]);
            int gb = lit(ground, cyan[i]);
            image.setRGB(i % grid.cols(), i / grid.cols(), r << 16 | gb << 8 | gb);
        }
        return image;
    }

    private static int lit(int ground, double edge) {
        return (int) Math.round(ground + (255 - ground) * edge);
    }

    /** Steps to the right and lower neighbours, 0 inside grains to 1, shape [n]. */
    private static double[] edges(PlImage light) {
        ScanGrid grid = light.grid();
        double[] steps = new double[grid.size()];
        for (int i = 0; i < steps.length; i++) {
            double right = (i + 1) % grid.cols() == 0 ? 0 : step(light, i, i + 1);
            double below = i + grid.cols() >= steps.length ? 0 : step(light, i, i + grid.cols());
            steps[i] = Math.max(right, below);
        }
        double[] sorted = steps.clone();
        Arrays.sort(sorted);
        double low = sorted[sorted.length / 2];
        double high = sorted[(int) (INSIDE * (sorted.length - 1))];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = high > low ? Math.max(0, Math.min(1, (steps[i] - low) / (high - low))) : 0;
        }
        return steps;
    }

    /** Difference of what turns with the stage; the mean over a turn has dirt and uneven light in it. */
    private static double step(PlImage light, int a, int b) {
        if (!light.covers(a) || !light.covers(b)) {
            return 0;
        }
        int n = light.grid().size();
        double sum = 0;
        for (int c = 1; c < PlImage.CHANNELS; c++) {
            double d = light.harmonics()[c * n + a] - light.harmonics()[c * n + b];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
