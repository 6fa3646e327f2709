package sunstone.models.posterior.derived;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/**
 * Kernel average misorientation (KAM): mean disorientation of a pixel of the published map to its four neighbours in the
 * same grain, degrees. Neighbours that are parted by more than {@link Grains#THRESHOLD_DEG} lie in other grains and do not
 * count; a pixel without any other has no value.
 *
 * <p>Source: Wright, Nowell and Field, A review of strain analysis using electron backscatter diffraction, Microscopy and
 * Microanalysis 17 (2011) 316, "kernel average misorientation" with the first neighbours.
 */
final class LocalMisorientation implements DerivedLayer {
    private static final int[][] NEXT = {{-1, 0}, {0, -1}, {0, 1}, {1, 0}};

    @Override
    public String name() {
        return "local-misorientation";
    }

    @Override
    public String title() {
        return "Local misorientation (KAM)";
    }

    @Override
    public String unit() {
        return "deg";
    }

    @Override
    public double most() {
        return Grains.THRESHOLD_DEG;
    }

    @Override
    public Optional<float[]> of(Posterior posterior, boolean @Nullable [] region) {
        OrientationMap map = posterior.map();
        ScanGrid grid = map.grid();
        float[] values = new float[grid.size()];
        Arrays.fill(values, Float.NaN);
        for (int i = 0; i < values.length; i++) {
            if (shown(map, region, i)) {
                values[i] = mean(map, region, i);
            }
        }
        return Optional.of(values);
    }

    private static float mean(OrientationMap map, boolean @Nullable [] region, int i) {
        ScanGrid grid = map.grid();
        double sum = 0;
        int count = 0;
        for (int[] step : NEXT) {
            int row = grid.row(i) + step[0];
            int col = grid.col(i) + step[1];
            if (grid.contains(row, col) && shown(map, region, grid.index(row, col))) {
                int j = grid.index(row, col);
                double deg =
                        Math.toDegrees(map.laue().disorientation(map.quaternions(), 4 * i, map.quaternions(), 4 * j));
                if (deg <= Grains.THRESHOLD_DEG) {
                    sum += deg;
                    count++;
                }
            }
        }
        return count == 0 ? Float.NaN : (float) (sum / count);
    }

    private static boolean shown(OrientationMap map, boolean @Nullable [] region, int i) {
        return map.valid()[i] && (region == null || region[i]);
    }
}
