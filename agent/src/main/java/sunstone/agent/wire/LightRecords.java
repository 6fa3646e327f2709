package sunstone.agent.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.round.LightNote;
import sunstone.connectors.message.KnownOptics;
import sunstone.connectors.message.LightOptics;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.calibration.OpticsSpread;
import sunstone.models.polarizedlight.registration.Registration;

/** Records of what is known and learnt of the light, in the wire's words. */
public final class LightRecords {
    private LightRecords() {}

    /** What is known of an instrument's optics as optics; what is not known is canonical. */
    public static Optics known(@Nullable KnownOptics told) {
        if (told == null || told.equals(new KnownOptics(null, null, null, null, null))) {
            return Optics.CANONICAL;
        }
        return Optics.of(
                or(told.gain(), 1),
                or(told.black(), 0),
                or(told.zeroDeg(), 0),
                told.sense() == null ? 1 : told.sense(),
                or(told.deltaDeg(), Optics.CANONICAL_DELTA_DEG));
    }

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    /** What was learnt, or null if there is no light to learn of. */
    public static @Nullable LightOptics of(@Nullable LearntLight light) {
        if (light == null) {
            return null;
        }
        String note = LightNote.of(light);
        if (light.contradicted()) {
            return new LightOptics(
                    LightOptics.CONTRADICTED,
                    light.points(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    note);
        }
        Optics optics = light.optics();
        Registration registration = light.registration();
        String verdict =
                switch (light.verdict()) {
                    case ASSUMED -> LightOptics.ASSUMED;
                    case ESTIMATED -> LightOptics.ESTIMATED;
                    case CONTRADICTED -> LightOptics.CONTRADICTED;
                };
        return new LightOptics(
                verdict,
                light.points(),
                optics.gain(),
                optics.black(),
                optics.zeroDeg(),
                optics.sense(),
                optics.deltaDeg(),
                List.of(registration.shiftRows(), registration.shiftCols()),
                registration.rotationDeg(),
                registration.scale(),
                spread(light.spread()),
                note);
    }

    private static LightOptics.@Nullable Spread spread(OpticsSpread s) {
        if (Double.isNaN(s.gain())) {
            return null;
        }
        return new LightOptics.Spread(
                s.gain(),
                s.black(),
                s.zeroDeg(),
                s.deltaDeg(),
                Double.isNaN(s.shiftRows()) ? null : List.of(s.shiftRows(), s.shiftCols()),
                Double.isNaN(s.rotationDeg()) ? null : s.rotationDeg(),
                Double.isNaN(s.scale()) ? null : s.scale());
    }
}
