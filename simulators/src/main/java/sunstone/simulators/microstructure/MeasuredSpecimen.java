package sunstone.simulators.microstructure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.map.VolumeGrains;

/**
 * A specimen whose sections were measured. Crystals whose light tells nothing of them keep their grains in three
 * dimensions, as real ones, and each grain is given the orientation of a titanium crystal.
 */
public final class MeasuredSpecimen {
    private static final double THRESHOLD_DEG = 5;
    /** Grains of fewer voxels are noise of the measurement: they are masked where grains get new orientations. */
    private static final int SMALLEST = 8;

    private static final double TITANIUM_GRAIN_PX = 18; // texture alone is taken from the recipe

    private MeasuredSpecimen() {}

    /**
     * Sections as {@link Specimen#sections} gives them, each as it was mounted when it was measured.
     *
     * @param maps from one end of the stack to the other, on one raster
     * @param thicknessPx between two of them, pixels, above 0
     * @param seed of new orientations, and of whatever else is drawn for the sections
     */
    public static List<Specimen.Cut> sections(List<OrientationMap> maps, double thicknessPx, long seed) {
        if (maps.isEmpty() || !(thicknessPx > 0)) {
            throw new IllegalArgumentException(
                    "a stack has at least one map and a thickness above 0 px: " + maps.size() + ", " + thicknessPx);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<OrientationMap> seen = maps.get(0).laue() == LaueGroup.HEXAGONAL ? maps : asTitanium(maps, random.split());
        List<Specimen.Cut> cuts = new ArrayList<>();
        for (int k = 0; k < seen.size(); k++) {
            cuts.add(new Specimen.Cut(k + 1, k * thicknessPx, Mount.STRAIGHT, seen.get(k), random.nextLong()));
        }
        return List.copyOf(cuts);
    }

    private static List<OrientationMap> asTitanium(List<OrientationMap> maps, SplittableRandom random) {
        VolumeGrains grains = VolumeGrains.of(maps, THRESHOLD_DEG);
        MicrostructureRecipe recipe = MicrostructureRecipe.titanium(TITANIUM_GRAIN_PX);
        double[] crystal = new double[4 * grains.count()];
        for (int g = 0; g < grains.count(); g++) {
            OrientationDraw.ofTexture(random, recipe, crystal, 4 * g);
            LaueGroup.HEXAGONAL.reduce(crystal, 4 * g, crystal, 4 * g);
        }
        ScanGrid grid = grains.grid();
        int n = grid.size();
        List<OrientationMap> out = new ArrayList<>();
        for (int z = 0; z < maps.size(); z++) {
            double[] q = new double[4 * n];
            boolean[] valid = new boolean[n];
            for (int i = 0; i < n; i++) {
                int g = grains.labels()[z * n + i];
                valid[i] = g >= 0 && grains.sizes()[g] >= SMALLEST;
                q[4 * i] = 1;
                if (valid[i]) {
                    System.arraycopy(crystal, 4 * g, q, 4 * i, 4);
                }
            }
            out.add(new OrientationMap(grid, LaueGroup.HEXAGONAL, q, valid));
        }
        return out;
    }
}
