package sunstone.agent.scan;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Announcement of a scan by an instrument, as far as decisions rest on it.
 *
 * @param scanId key of all its records
 * @param grid raster
 * @param mapped the phase whose orientation is mapped
 * @param phaseIds every phase that may be reported, {@code mapped} among them
 * @param plFrames frames of the polarised-light stack, 0 for none
 * @param budget when the scan is finished
 * @param region which pixels are wanted, shape [rows * cols], or null for all
 */
public record Scan(
        String scanId,
        ScanGrid grid,
        Phase mapped,
        Set<Integer> phaseIds,
        int plFrames,
        Budget budget,
        boolean @Nullable [] region) {
    public Scan {
        requireNonNull(budget, "budget");
        phaseIds = Set.copyOf(phaseIds);
        if (scanId.isBlank()) {
            throw new IllegalArgumentException("scanId must not be blank");
        }
        if (!phaseIds.contains(mapped.id())) {
            throw new IllegalArgumentException("phase " + mapped.id() + " is mapped but not announced: " + phaseIds);
        }
        if (plFrames < 0) {
            throw new IllegalArgumentException("PL frames must be at least 0: " + plFrames);
        }
        if (region != null && region.length != grid.size()) {
            throw new IllegalArgumentException("region must have " + grid.size() + " pixels, not " + region.length);
        }
    }

    /** A scan of one phase whose every pixel is wanted. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public Scan(String scanId, ScanGrid grid, Phase mapped, int plFrames, Budget budget) {
        this(scanId, grid, mapped, Set.of(mapped.id()), plFrames, budget, null);
    }

    /** Whether a pixel is wanted. */
    public boolean wanted(int pixel) {
        return region == null || region[pixel];
    }
}
