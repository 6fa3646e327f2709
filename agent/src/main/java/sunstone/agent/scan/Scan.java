package sunstone.agent.scan;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;

/**
 * Announcement of a scan by an instrument, as far as decisions rest on it.
 *
 * @param scanId key of all its records
 * @param grid raster
 * @param mapped the phase whose orientation is mapped
 * @param phaseIds every phase that may be reported, {@code mapped} among them
 * @param light its polarized light
 * @param budget when the scan is finished
 * @param region which pixels are wanted, shape [rows * cols], or null for all
 * @param axes crystal frame of its instrument, in which its map is published
 */
public record Scan(
        String scanId,
        ScanGrid grid,
        Phase mapped,
        Set<Integer> phaseIds,
        Light light,
        Budget budget,
        boolean @Nullable [] region,
        CrystalAxes axes) {
    public Scan {
        requireNonNull(budget, "budget");
        requireNonNull(light, "light");
        phaseIds = Set.copyOf(phaseIds);
        if (scanId.isBlank()) {
            throw new IllegalArgumentException("scanId must not be blank");
        }
        if (!phaseIds.contains(mapped.id())) {
            throw new IllegalArgumentException("phase " + mapped.id() + " is mapped but not announced: " + phaseIds);
        }
        if (region != null && region.length != grid.size()) {
            throw new IllegalArgumentException("region must have " + grid.size() + " pixels, not " + region.length);
        }
    }

    /**
     * The stack of polarized light that comes with a scan.
     *
     * @param frames number of frames, 0 for none
     * @param grid raster of a frame; it covers the same field as the raster of the points, but for what the points
     *     teach
     * @param known optics of the instrument, as far as they are known
     */
    public record Light(int frames, ScanGrid grid, Optics known) {
        public Light {
            if (frames < 0) {
                throw new IllegalArgumentException("PL frames must be at least 0: " + frames);
            }
        }
    }

    /** A scan of an instrument whose crystal frame is that of this program. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public Scan(
            String scanId,
            ScanGrid grid,
            Phase mapped,
            Set<Integer> phaseIds,
            Light light,
            Budget budget,
            boolean @Nullable [] region) {
        this(scanId, grid, mapped, phaseIds, light, budget, region, CrystalAxes.X_PARALLEL_A);
    }

    /** A scan whose light lies on the raster of the points, of an instrument of which nothing is known. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public Scan(
            String scanId,
            ScanGrid grid,
            Phase mapped,
            Set<Integer> phaseIds,
            int plFrames,
            Budget budget,
            boolean @Nullable [] region) {
        this(scanId, grid, mapped, phaseIds, new Light(plFrames, grid, Optics.CANONICAL), budget, region);
    }

    /** A scan of one phase whose every pixel is wanted. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public Scan(String scanId, ScanGrid grid, Phase mapped, int plFrames, Budget budget) {
        this(scanId, grid, mapped, Set.of(mapped.id()), plFrames, budget, null);
    }

    /** Frames of the stack of polarized light, 0 for none. */
    public int plFrames() {
        return light.frames();
    }

    /** Whether a pixel is wanted. */
    public boolean wanted(int pixel) {
        return region == null || region[pixel];
    }
}
