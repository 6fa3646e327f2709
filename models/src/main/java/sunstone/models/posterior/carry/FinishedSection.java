package sunstone.models.posterior.carry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.CalibratedLight;
import sunstone.models.polarizedlight.LightCalibration;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.Registration;

/**
 * What a section leaves to the next one. The arrays are shared, nobody writes to them.
 *
 * @param map published last
 * @param uncertaintyDeg expected disorientation of the map to the truth per pixel, degrees, shape [rows * cols]
 * @param members last ensemble, unit quaternions in the fundamental zone, shape [rows * cols, 4] each
 * @param light in canonical optics on the raster of the map, or null if there was none or it contradicted the points
 * @param registration of the light against the raster, or null if nothing was learnt of it
 */
public record FinishedSection(
        OrientationMap map,
        float[] uncertaintyDeg,
        List<float[]> members,
        @Nullable PlImage light,
        @Nullable Registration registration) {
    public FinishedSection {
        members = List.copyOf(members);
        if (uncertaintyDeg.length != map.grid().size()) {
            throw new IllegalArgumentException(
                    "a map of " + map.grid().size() + " pixels has an uncertainty of " + uncertaintyDeg.length);
        }
    }

    /** A section with the light as its points calibrated it at the end. */
    public static FinishedSection of(
            OrientationMap map, float[] uncertaintyDeg, List<float[]> members, @Nullable CalibratedLight light) {
        boolean learnt = light != null && light.calibration().verdict() == LightCalibration.Verdict.ESTIMATED;
        return new FinishedSection(
                map,
                uncertaintyDeg,
                members,
                light == null ? null : light.rectified(),
                light != null && learnt ? light.calibration().registration() : null);
    }
}
