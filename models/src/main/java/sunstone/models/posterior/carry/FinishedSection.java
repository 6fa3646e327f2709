package sunstone.models.posterior.carry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Legacy of a section to the next one: its map, how far its ensemble agreed with that, and what it thought of each
 * grain. That is a hundredth of the ensemble, and says as much of what may go on. The arrays are shared, nobody writes
 * to them.
 *
 * @param map published last
 * @param uncertaintyDeg expected disorientation of the map to the truth per pixel, degrees, shape [rows * cols]
 * @param support share of the last ensemble that agrees with the map per pixel, 0 to 1, shape [rows * cols]
 * @param witnesses what the members had in each grain of the map
 * @param light in canonical optics on the raster of the map, or null if there was none or it contradicted the points
 * @param registration of the light against the raster, or null if it lies where it should, as far as known
 * @param optics of the instrument, as far as known by then
 */
public record FinishedSection(
        OrientationMap map,
        float[] uncertaintyDeg,
        float[] support,
        List<Witness> witnesses,
        @Nullable PlImage light,
        @Nullable Registration registration,
        Optics optics) {
    public FinishedSection {
        witnesses = List.copyOf(witnesses);
        int n = map.grid().size();
        if (uncertaintyDeg.length != n || support.length != n || light != null && !fits(light, map)) {
            throw new IllegalArgumentException("a map of " + n + " pixels has an uncertainty of "
                    + uncertaintyDeg.length + ", support of " + support.length + " and light of "
                    + (light == null ? 0 : light.grid().size()));
        }
        for (Witness w : witnesses) {
            if (w.pixel() < 0 || w.pixel() >= n) {
                throw new IllegalArgumentException("witness at pixel " + w.pixel() + " of a map of " + n);
            }
        }
    }

    private static boolean fits(PlImage light, OrientationMap map) {
        return light.grid().rows() == map.grid().rows()
                && light.grid().cols() == map.grid().cols();
    }

    /**
     * Orientation of the last members in a grain.
     *
     * @param pixel inside it, row-major
     * @param draws unit quaternions, shape [members, 4]
     */
    public record Witness(int pixel, float[] draws) {
        public Witness {
            if (draws.length == 0 || draws.length % 4 != 0) {
                throw new IllegalArgumentException("a witness has four numbers for each member: " + draws.length);
            }
        }
    }

    /**
     * A section with the light as its points calibrated it at the end.
     *
     * @param members last ensemble, unit quaternions in the fundamental zone, shape [rows * cols, 4] each; not empty
     * @param learnt of the light by then, or null
     */
    public static FinishedSection of(
            OrientationMap map,
            float[] uncertaintyDeg,
            List<float[]> members,
            @Nullable CalibratedLight light,
            @Nullable LearntLight learnt) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a finished section has at least one member");
        }
        LearntLight told = learnt == null || learnt.contradicted() ? null : learnt;
        return new FinishedSection(
                map,
                uncertaintyDeg,
                Testimony.support(map, uncertaintyDeg, members),
                Testimony.witnesses(map, Grains.of(map), members),
                light == null ? null : light.rectified(),
                told == null || told.registration().identity() ? null : told.registration(),
                told == null ? Optics.CANONICAL : told.optics());
    }
}
