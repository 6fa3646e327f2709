package sunstone.models.polarizedlight.calibration;

import org.jspecify.annotations.Nullable;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Findings of a scan's points about its light, for people and for the next scan of the instrument.
 *
 * @param verdict what became of the light
 * @param optics of the instrument, those that had been known included; if the light is contradicted they mean nothing
 * @param registration where the light lies
 * @param spread what the points leave open
 * @param hint another convention of frames under which light and points agree where they do not as declared, or null
 * @param points from which this was learnt; below {@link LightCalibration#LEAST_POINTS} nothing was
 */
public record LearntLight(
        LightCalibration.Verdict verdict,
        Optics optics,
        Registration registration,
        OpticsSpread spread,
        @Nullable FrameHint hint,
        int points) {
    /** Whether there were enough points to learn from. */
    public boolean tested() {
        return points >= LightCalibration.LEAST_POINTS;
    }

    /** Whether points and light do not agree, so that the light is left out. */
    public boolean contradicted() {
        return verdict == LightCalibration.Verdict.CONTRADICTED;
    }
}
