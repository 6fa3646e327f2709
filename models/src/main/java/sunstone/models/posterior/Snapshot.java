package sunstone.models.posterior;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.carry.CarriedOver;
import sunstone.models.posterior.carry.SectionOpening;

/**
 * All that is known of a scan at one instant, immutable.
 *
 * @param grid raster
 * @param laue Laue group of the mapped phase
 * @param light polarized light as it was then, or null if the scan has none
 * @param points indexed points of the mapped phase, in the order of arrival; a pixel may occur more than once
 * @param region which pixels are wanted, shape [rows * cols], or null for all
 * @param opening what the section was opened with, or null if there is none below it
 */
public record Snapshot(
        ScanGrid grid,
        LaueGroup laue,
        @Nullable PlFit light,
        List<EbsdPoint> points,
        boolean @Nullable [] region,
        @Nullable SectionOpening opening) {
    /**
     * Points from which on light is calibrated by them alone, though something was carried over and nothing was learnt
     * of the instrument: then they tell its warp too. Forty to sixty alone put it in the wrong place as often as not.
     */
    private static final int OWN_LIGHT = 90;

    /** Of a section that stands alone. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public Snapshot(
            ScanGrid grid, LaueGroup laue, @Nullable PlFit light, List<EbsdPoint> points, boolean @Nullable [] region) {
        this(grid, laue, light, points, region, null);
    }

    public Snapshot {
        points = List.copyOf(points);
        for (EbsdPoint p : points) {
            if (!grid.contains(p.row(), p.col())) {
                throw new IllegalArgumentException("point at row " + p.row() + ", col " + p.col()
                        + " lies outside the grid of " + grid.rows() + " x " + grid.cols());
            }
        }
    }

    /**
     * Polarized light in canonical optics on this raster, as the points calibrate it, or null while there are too few
     * frames or where it contradicts the points; the first to ask waits for it.
     */
    public @Nullable PlImage pl() {
        CalibratedLight calibrated = calibratedLight();
        return calibrated == null ? null : calibrated.image();
    }

    /**
     * Light before its calibration, on its own raster ({@link PlFit#image}), or null while there are too few frames.
     */
    public @Nullable PlImage rawLight() {
        return light == null ? null : light.image();
    }

    /** What the points teach of the light, or null while there are too few frames. */
    public @Nullable CalibratedLight calibratedLight() {
        // light of cubic crystals tells nothing, so their points teach nothing of it
        return light == null ? null : light.calibrated(grid, laue.system().uniaxial() ? teaching() : List.of());
    }

    /**
     * What the points teach of the light, for people, or null while there are too few frames and for crystals without
     * such light.
     */
    public @Nullable LearntLight learntLight() {
        return light == null || laue != LaueGroup.HEXAGONAL ? null : light.learnt(grid, teaching());
    }

    /**
     * What the section below it tells of this one, or null if there is none, it told nothing, or the points have taken
     * it back; the first to ask waits for it.
     */
    public @Nullable CarriedOver carried() {
        return opening == null ? null : opening.believed(points);
    }

    /**
     * The points that light is calibrated by: behind those that stand for carried grains as long as they are few,
     * unless the section below has told where the light lies.
     */
    private List<EbsdPoint> teaching() {
        boolean own = points.size() >= OWN_LIGHT || light != null && light.placed();
        CarriedOver carried = own ? null : carried();
        return after(carried == null ? List.of() : carried.calibrating());
    }

    private List<EbsdPoint> after(List<EbsdPoint> imagined) {
        if (imagined.isEmpty()) {
            return points;
        }
        List<EbsdPoint> all = new ArrayList<>(imagined);
        all.addAll(points);
        return all;
    }

    /**
     * Imagined points that stand for grains that most probably go on from the section below ({@link
     * CarriedOver#standing}).
     */
    public List<EbsdPoint> carriedOn() {
        CarriedOver carried = carried();
        return carried == null ? List.of() : carried.standing(points);
    }

    /** The points, behind {@link #carriedOn}. */
    public List<EbsdPoint> known() {
        return after(carriedOn());
    }

    /** Places of which something is known: points, and those that stand for carried grains. */
    public int sources() {
        CarriedOver carried = carried();
        return points.size() + (carried == null ? 0 : carried.size());
    }

    /** Whether a pixel is wanted. */
    public boolean wanted(int pixel) {
        return region == null || region[pixel];
    }
}
