package sunstone.models.polarizedlight.calibration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScratches;
import sunstone.models.polarizedlight.registration.CanonicalLight;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Light of a scan in canonical optics on the EBSD raster, as its points calibrate it: flattened, free of scratches,
 * registered. Where the points allow several registrations, there is an image for each that is asked for.
 */
public final class CalibratedLight {
    /** Unevenness of the exposure (logarithm) and of stray light from which on an image is flattened. */
    private static final double UNEVEN = 0.03;

    private static final double STRAY = 0.008;
    /** Root mean square of what is open in a registration from which on it matters, EBSD pixels. */
    private static final double OPEN_PX = 0.25;

    private final ScanGrid ebsd;
    private final List<EbsdPoint> basis;
    private final LightCalibration calibration;
    private final PlImage canonical;
    private final @Nullable PlImage rectified;
    private final @Nullable PlImage image;
    private @Nullable RegistrationDraws draws;

    private CalibratedLight(
            ScanGrid ebsd, List<EbsdPoint> basis, LightCalibration calibration, PlImage canonical, boolean placed) {
        this.ebsd = ebsd;
        this.basis = List.copyOf(basis);
        this.calibration = calibration;
        this.canonical = canonical;
        this.rectified = calibration.verdict() == LightCalibration.Verdict.CONTRADICTED
                ? null
                : CanonicalLight.onto(ebsd, canonical, calibration.registration());
        boolean moved = placed || !calibration.registration().identity();
        this.image = rectified == null || !moved ? rectified : MixedPixels.unmixed(rectified);
    }

    /**
     * Learns from points and brings the light where it belongs.
     *
     * @param raw image as the camera took it
     * @param ebsd raster of the points
     * @param basis points to learn from, none to take the light as it is
     * @param others share of the points that may belong to other crystals than the light shows, 0 to 1
     * @param placed whether the light has been brought to its place before
     * @param aligned where an operator says that the light lies, roughly, or null
     */
    public static CalibratedLight of(
            PlImage raw,
            ScanGrid ebsd,
            List<EbsdPoint> basis,
            double others,
            boolean placed,
            @Nullable Registration aligned) {
        LightCalibration calibration = LightCalibration.of(raw, ebsd, basis, others, aligned);
        PlImage canonical = raw;
        if (!calibration.optics().canonical()) {
            canonical = even(CanonicalLight.optics(raw, calibration.optics()));
        }
        return new CalibratedLight(ebsd, basis, calibration, canonical, placed);
    }

    /** Light in canonical optics without what illumination and surface did to it. */
    public static PlImage even(PlImage canonical) {
        FlatField field = FlatField.of(canonical);
        PlImage flat = field.exposure() > UNEVEN || field.stray() > STRAY ? field.flattened(canonical) : canonical;
        PlImage clean = PlScratches.remove(flat);
        return field.stray() > STRAY ? CanonicalLight.withoutStray(clean) : clean;
    }

    public boolean restsOn(ScanGrid grid, List<EbsdPoint> points) {
        return ebsd.equals(grid) && basis.equals(points);
    }

    /** The light under the mean registration, or null where light and points contradict each other. */
    public @Nullable PlImage image() {
        return image;
    }

    /** As {@link #image}, mixed pixels at boundaries left as they are: to be compared with other light. */
    public @Nullable PlImage rectified() {
        return rectified;
    }

    /**
     * What every pixel would show under the registrations that the points allow, or null where the registration is not
     * in question.
     */
    public synchronized @Nullable RegistrationDraws draws() {
        if (draws == null && image != null && calibration.draws().size() > 1) {
            draws = new RegistrationDraws(ebsd, canonical, calibration.draws());
        }
        return draws;
    }

    /** What was learnt. */
    public LightCalibration calibration() {
        return calibration;
    }

    /**
     * The light under several registrations: the mean first, then draws from what the points leave open; the mean alone
     * if that is less than a fraction of a pixel.
     *
     * @param most images at most, at least 1
     */
    public List<PlImage> images(int most) {
        List<PlImage> out = new ArrayList<>();
        if (image == null) {
            return out;
        }
        out.add(image);
        if (calibration.registrationOpenPx() > OPEN_PX) {
            for (int k = 0; k < calibration.draws().size() && out.size() < most; k++) {
                out.add(MixedPixels.unmixed(
                        CanonicalLight.onto(ebsd, canonical, calibration.draws().get(k))));
            }
        }
        return out;
    }
}
