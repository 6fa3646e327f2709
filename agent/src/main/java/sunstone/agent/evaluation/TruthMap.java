package sunstone.agent.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import sunstone.connectors.format.EbsdMap;
import sunstone.models.crystallography.LaueGroup;
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

    /**
     * The hexagonal phase with the most pixels, since polarised light tells nothing about a cubic crystal; without one,
     * the phase with the most pixels.
     */
    public static Optional<Phase> mapped(EbsdMap map) {
        return map.phases().stream()
                .filter(p -> map.count(p.id()) > 0)
                .max(Comparator.<Phase>comparingInt(p -> p.laue() == LaueGroup.HEXAGONAL ? 1 : 0)
                        .thenComparingInt(p -> map.count(p.id())));
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
        map.notes().forEach(n -> notes.add(Summary.fileName(file) + ": " + n));
        int masked = map.grid().size() - map.count(phase.id());
        if (masked > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s: everything that is not %s is masked, %.1f%% of the pixels (%.1f%% are not indexed)",
                    Summary.fileName(file),
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

    private static String name(Phase phase) {
        return phase.name().isBlank() ? "phase " + phase.id() : phase.name();
    }

    /** Digest of grid and orientations, to recognise the same map. */
    int digest() {
        return 31 * (31 * map.grid().hashCode() + Arrays.hashCode(map.quaternions())) + Arrays.hashCode(map.valid());
    }
}
