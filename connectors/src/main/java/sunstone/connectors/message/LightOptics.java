package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * Findings of a scan's points about its polarized light: optics of the instrument and where its image lies on the EBSD
 * raster. Numbers are absent where they mean nothing, all of them if the light is contradicted.
 *
 * @param verdict {@value #ASSUMED}, {@value #ESTIMATED} or {@value #CONTRADICTED}
 * @param points from which this was learnt
 * @param gain exposure: intensity of the brightest crystal above the black level, full scale is 1
 * @param black intensity without light, full scale is 1
 * @param zeroDeg stage angle that is added before light sees the section, degrees
 * @param sense 1, or -1 if the image is mirrored or the stage turns the other way
 * @param deltaDeg offset of the analyser from crossed, degrees
 * @param shiftPx shift down and to the right, EBSD pixels, shape [2]
 * @param rotationDeg rotation from x to y, degrees
 * @param scale EBSD pixels per PL pixel, beyond the ratio of the rasters
 * @param sd standard deviations of what the points leave open
 * @param note what an operator should know of it
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LightOptics(
        String verdict,
        int points,
        @Nullable Double gain,
        @Nullable Double black,
        @Nullable Double zeroDeg,
        @Nullable Integer sense,
        @Nullable Double deltaDeg,
        @Nullable List<Double> shiftPx,
        @Nullable Double rotationDeg,
        @Nullable Double scale,
        @Nullable Spread sd,
        @Nullable String note) {
    /** What was known before (or canonical optics) holds, as far as the points tell. */
    public static final String ASSUMED = "assumed";

    /** Optics and registration were estimated. */
    public static final String ESTIMATED = "estimated";

    /** Points and light do not agree under any optics and registration: light is left out. */
    public static final String CONTRADICTED = "contradicted";

    public LightOptics {
        Limits.oneOf("optics.verdict", verdict, List.of(ASSUMED, ESTIMATED, CONTRADICTED));
        Limits.atLeast("optics.points", points, 0);
        shiftPx = shiftPx == null ? null : List.copyOf(shiftPx);
    }

    /**
     * Standard deviations, each in the unit of what it belongs to; absent where nothing is known.
     *
     * @param shiftPx down and to the right, shape [2]
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spread(
            @Nullable Double gain,
            @Nullable Double black,
            @Nullable Double zeroDeg,
            @Nullable Double deltaDeg,
            @Nullable List<Double> shiftPx,
            @Nullable Double rotationDeg,
            @Nullable Double scale) {
        public Spread {
            shiftPx = shiftPx == null ? null : List.copyOf(shiftPx);
        }
    }
}
