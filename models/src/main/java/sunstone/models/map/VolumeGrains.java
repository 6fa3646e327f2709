package sunstone.models.map;

import java.util.List;
import sunstone.models.crystallography.LaueGroup;

/**
 * Grains of a stack of maps on one raster: 6-connected voxels whose neighbours differ by less than a threshold. Grains
 * are numbered from 0 in the order of their first voxel.
 *
 * @param grid of each map
 * @param labels per voxel the grain, -1 where a map is not valid, shape [maps * rows * cols], the first map first
 * @param sizes voxels of each grain
 */
public record VolumeGrains(ScanGrid grid, int[] labels, int[] sizes) {
    /**
     * Grains at a threshold.
     *
     * @param maps from one end of the stack to the other, at least one, on one raster and of one Laue group
     * @param thresholdDeg largest disorientation of two neighbours of one grain, degrees, at least 0
     */
    public static VolumeGrains of(List<OrientationMap> maps, double thresholdDeg) {
        ScanGrid grid = maps.get(0).grid();
        for (OrientationMap m : maps) {
            if (!m.grid().equals(grid) || m.laue() != maps.get(0).laue()) {
                throw new IllegalArgumentException("maps of a volume have one raster and one Laue group");
            }
        }
        if (!(thresholdDeg >= 0)) {
            throw new IllegalArgumentException("threshold must be at least 0 degrees: " + thresholdDeg);
        }
        int n = grid.size();
        DisjointSets sets = new DisjointSets(Math.multiplyExact(maps.size(), n));
        double threshold = Math.toRadians(thresholdDeg);
        for (int z = 0; z < maps.size(); z++) {
            OrientationMap map = maps.get(z);
            for (int i = 0; i < n; i++) {
                if (grid.col(i) + 1 < grid.cols() && near(map, i, map, i + 1, threshold)) {
                    sets.join(z * n + i, z * n + i + 1);
                }
                if (grid.row(i) + 1 < grid.rows() && near(map, i, map, i + grid.cols(), threshold)) {
                    sets.join(z * n + i, z * n + i + grid.cols());
                }
                if (z + 1 < maps.size() && near(map, i, maps.get(z + 1), i, threshold)) {
                    sets.join(z * n + i, (z + 1) * n + i);
                }
            }
        }
        int[] labels = new int[n * maps.size()];
        int[] sizes = sets.number(v -> maps.get(v / n).valid()[v % n], labels);
        return new VolumeGrains(grid, labels, sizes);
    }

    /** Number of grains. */
    public int count() {
        return sizes.length;
    }

    private static boolean near(OrientationMap a, int i, OrientationMap b, int j, double threshold) {
        LaueGroup laue = a.laue();
        return a.valid()[i]
                && b.valid()[j]
                && laue.disorientation(a.quaternions(), 4 * i, b.quaternions(), 4 * j) <= threshold;
    }
}
