package sunstone.agent;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * What an instrument announces of a scan.
 *
 * @param scanId key of all its records
 * @param grid raster
 * @param phases phases that may be reported, at least one
 * @param plFrames frames of the polarised-light stack, 0 for none
 * @param budget when the scan is finished
 * @param region which pixels are wanted, shape [rows * cols], or null for all
 */
public record Scan(
        String scanId, ScanGrid grid, List<Phase> phases, int plFrames, Budget budget, boolean @Nullable [] region) {
    public Scan {
        requireNonNull(budget, "budget");
        phases = List.copyOf(phases);
        if (scanId.isBlank()) {
            throw new IllegalArgumentException("scanId must not be blank");
        }
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("scan " + scanId + " has no phase, at least 1 is needed");
        }
        if (plFrames < 0) {
            throw new IllegalArgumentException("PL frames must be at least 0: " + plFrames);
        }
        if (region != null && region.length != grid.size()) {
            throw new IllegalArgumentException("region must have " + grid.size() + " pixels, not " + region.length);
        }
    }

    /** A scan whose every pixel is wanted. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public Scan(String scanId, ScanGrid grid, List<Phase> phases, int plFrames, Budget budget) {
        this(scanId, grid, phases, plFrames, budget, null);
    }

    /**
     * The phase whose orientation is mapped: the first hexagonal one, since polarised light tells nothing about a cubic
     * crystal; without one, the first of the list.
     */
    public Phase mapped() {
        return phases.stream()
                .filter(p -> p.laue() == LaueGroup.HEXAGONAL)
                .findFirst()
                .orElse(phases.get(0));
    }

    /** Whether a pixel is wanted. */
    public boolean wanted(int pixel) {
        return region == null || region[pixel];
    }
}
