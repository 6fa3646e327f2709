package sunstone.models.posterior;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlFit;
import sunstone.models.polarizedlight.PlImage;

/**
 * All that is known of a scan at one instant, immutable.
 *
 * @param grid raster
 * @param laue Laue group of the mapped phase
 * @param light polarised light as it was then, or null if the scan has none
 * @param points indexed points of the mapped phase, in the order of arrival; a pixel may occur more than once
 * @param region which pixels are wanted, shape [rows * cols], or null for all
 */
public record Snapshot(
        ScanGrid grid, LaueGroup laue, @Nullable PlFit light, List<EbsdPoint> points, boolean @Nullable [] region) {
    public Snapshot {
        points = List.copyOf(points);
        for (EbsdPoint p : points) {
            if (!grid.contains(p.row(), p.col())) {
                throw new IllegalArgumentException("point at row " + p.row() + ", col " + p.col()
                        + " lies outside the grid of " + grid.rows() + " x " + grid.cols());
            }
        }
    }

    /** Polarised light, or null while there are too few frames; the first to ask waits for the {@link PlFit fit}. */
    public @Nullable PlImage pl() {
        return light == null ? null : light.image();
    }

    /** Whether a pixel is wanted. */
    public boolean wanted(int pixel) {
        return region == null || region[pixel];
    }
}
