package sunstone.agent.cli.crystal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.polarizedlight.UniaxialOptics;

/**
 * Orientation to c axis and polarized-light signal of titanium at 36 stage angles, as a fraction of the unpolarized
 * source (not of the brightest crystal); column {@code delta_deg} sets the analyser's offset, 1 degree without it.
 */
final class PolarizedLightOperation extends CrystalOperation {
    private static final String DELTA = "delta_deg";
    private static final int FRAMES = 36;

    /** Models are kept for so many offsets; a table has few. */
    private static final int KEPT = 1000;

    /** The sine of pi is not 0 in floating point, and must not give an upright axis an azimuth. */
    private static final double ROUNDING = 1e-16;

    private final Map<Double, UniaxialOptics> models = new HashMap<>();

    PolarizedLightOperation() {
        super(
                List.of(CrystalRow.EULER, CrystalRow.QUATERNION),
                concat(
                        List.of("c_x", "c_y", "c_z", "theta_deg", "gamma_mod180_deg"),
                        IntStream.range(0, FRAMES)
                                .mapToObj(j -> String.format("I%03d", 10 * j))
                                .toList()));
    }

    @Override
    void compute(CrystalRow row, List<String> out) {
        double[] c = new double[3];
        if (row.has(CrystalRow.EULER)) { // third row of g: exact where a quaternion has lost a digit
            double[] e = row.euler();
            double phi1 = Math.toRadians(e[0]), sin = Math.sin(Math.toRadians(e[1]));
            c[0] = Math.sin(phi1) * sin;
            c[1] = -Math.cos(phi1) * sin;
            c[2] = Math.cos(Math.toRadians(e[1]));
        } else {
            Quaternions.cAxis(row.orientation(), 0, c, 0);
        }
        for (int k = 0; k < 3; k++) {
            c[k] = Math.abs(c[k]) < ROUNDING ? 0 : c[k];
        }
        UniaxialOptics model = model(row.has(List.of(DELTA)) ? row.number(DELTA) : 1);
        double azimuth = Math.toDegrees(Math.atan2(c[1], c[0]));
        put(out, c);
        put(out, Math.toDegrees(Math.atan2(Math.hypot(c[0], c[1]), Math.abs(c[2]))));
        put(out, (azimuth % 180 + 180) % 180);
        for (int j = 0; j < FRAMES; j++) {
            put(out, model.intensity(c[0], c[1], c[2], Math.toRadians(10 * j)));
        }
    }

    private UniaxialOptics model(double deltaDeg) {
        if (!Double.isFinite(deltaDeg)) {
            throw new IllegalArgumentException(DELTA + " is not finite: " + deltaDeg + " degrees");
        }
        if (models.size() > KEPT) {
            models.clear();
        }
        return models.computeIfAbsent(deltaDeg, d -> UniaxialOptics.titanium(Math.toRadians(d)));
    }
}
