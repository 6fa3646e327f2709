package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * Knowledge of an instrument's optics before a scan: they hold until the points say otherwise. What is absent is as the
 * agent takes it for granted without points: a gain of 1, no black level, the stage zero along x, counter-clockwise, 1
 * degree off crossed.
 *
 * @param gain exposure: intensity of the brightest crystal above the black level, full scale is 1; above 0, at most
 *     {@value #MOST_GAIN}
 * @param black intensity without light, full scale is 1; -1 to 1
 * @param zeroDeg stage angle that is added before light sees the section, degrees
 * @param sense 1, or -1 if the image is mirrored or the stage turns the other way
 * @param deltaDeg offset of the analyser from crossed, degrees, above 0, at most {@value #MOST_DELTA_DEG}
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnownOptics(
        @Nullable Double gain,
        @Nullable Double black,
        @Nullable Double zeroDeg,
        @Nullable Integer sense,
        @Nullable Double deltaDeg) {
    private static final double MOST_GAIN = 100;
    private static final double MOST_DELTA_DEG = 45;

    public KnownOptics {
        within("gain", gain, 1e-3, MOST_GAIN, "of full scale");
        within("black", black, -1, 1, "of full scale");
        within("zeroDeg", zeroDeg, -360, 360, "degrees");
        within("deltaDeg", deltaDeg, 0.01, MOST_DELTA_DEG, "degrees");
        if (sense != null && sense != 1 && sense != -1) {
            throw new IllegalArgumentException("optics.sense must be 1 or -1: " + sense);
        }
    }

    private static void within(String name, @Nullable Double value, double least, double most, String unit) {
        if (value != null && !(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "optics." + name + " must be " + least + " to " + most + " " + unit + ": " + value);
        }
    }
}
