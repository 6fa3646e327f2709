package sunstone.agent.evaluation.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;

/**
 * A map to measure again: one phase of a measured or generated map; everything else is masked.
 *
 * @param file name as given
 * @param phase mapped phase
 * @param map its orientations
 * @param notes what a reader of the report has to know
 */
public record TruthMap(String file, Phase phase, OrientationMap map, List<String> notes) {
    public TruthMap {
        notes = List.copyOf(notes);
    }

    /** A generated map of the range that the prior should know; recipe and grains follow from the seed. */
    public static TruthMap generated(long seed, int sizePx) {
        SplittableRandom random = new SplittableRandom(seed);
        OrientationMap map = MicrostructureGenerator.generate(
                        new ScanGrid(sizePx, sizePx, 1), MicrostructureRecipe.random(random), random)
                .map();
        return new TruthMap("generated-" + seed, new Phase(1, "generated", map.laue()), map, List.of());
    }

    /** One phase of a map. */
    public static TruthMap of(String file, EbsdMap map, Phase phase) {
        List<String> notes = new ArrayList<>();
        map.notes().forEach(n -> notes.add(fileName(file) + ": " + n));
        int masked = map.grid().size() - map.count(phase.id());
        if (masked > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s: everything that is not %s is masked, %.1f%% of the pixels (%.1f%% are not indexed)",
                    fileName(file),
                    name(phase),
                    100.0 * masked / map.grid().size(),
                    100.0 * map.count(0) / map.grid().size()));
        }
        return new TruthMap(file, phase, map.toOrientationMap(phase.id()), notes);
    }

    /** Name of the mapped phase, its number if the file has no name for it. */
    public String phaseName() {
        return name(phase);
    }

    /** Last part of a path. */
    public static String fileName(String path) {
        return path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
    }

    private static String name(Phase phase) {
        return phase.name().isBlank() ? "phase " + phase.id() : phase.name();
    }

    /** Digest of grid and orientations, to recognise the same map. */
    public int digest() {
        return 31 * (31 * map.grid().hashCode() + Arrays.hashCode(map.quaternions())) + Arrays.hashCode(map.valid());
    }
}
