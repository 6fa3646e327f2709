package sunstone.simulators.polarizedlight;

import sunstone.models.map.ScanGrid;

/**
 * Light that the condition {@code lab} has drawn for one scan: everything that a laboratory does not know of its
 * light. For tests and reports; nothing that infers may read it.
 *
 * <p>A crystal whose c axis has the azimuth gamma shines at the stage angle w as one of the azimuth {@code sense (gamma
 * + zero)} does on a calibrated microscope at w: at stage angle 0 the specimen is turned by {@code zeroDeg}, and the
 * image is mirrored if {@code sense} is -1. (A stage that turns the other way is the same as a mirrored image with the
 * opposite delta.) In the closed form of models/doc/physics.md section 6, {@code f = 2 sense (gamma + zero) + delta}.
 * The camera reads {@code black + gain I / (I of the brightest possible crystal of this metal at this delta)}, and
 * saturates at 1.
 *
 * @param gain reading of the brightest possible crystal above black, in even light
 * @param black reading without light
 * @param zeroDeg stage zero, degrees counter-clockwise, -90 to 90
 * @param sense 1, or -1 for a mirrored image
 * @param deltaDeg offset of the analyser from crossed, degrees, of either sign
 * @param metal optical constants of the specimen
 * @param placement registration
 * @param illumination uneven and unsteady light
 * @param surface dirt, pits, scratches, slip lines
 * @param psfPx standard deviation of the point spread along each axis, px
 */
public record LabLight(
        double gain,
        double black,
        double zeroDeg,
        int sense,
        double deltaDeg,
        UniaxialMetal metal,
        RasterPlacement placement,
        LabIllumination illumination,
        LabSurface surface,
        double psfPx) {

    /**
     * Draws the light of a scan. Deviations are those of strength 1 times the strength, so that the same seed gives the
     * same laboratory, better or worse kept; what is one or the other (sense, sign of delta, another metal) is as
     * likely as at strength 1 times the strength, and the stage zero and those do not get worse than there.
     *
     * @param nominal constants from which those of the specimen deviate
     * @param grid raster of the EBSD map and of the image
     * @param strength above 0, 1 the usual one
     * @param frames number of frames
     * @param seed of the draws
     */
    public static LabLight draw(UniaxialMetal nominal, ScanGrid grid, double strength, int frames, long seed) {
        return new LabDraw(strength, seed).light(nominal, grid, frames);
    }

    /**
     * The light of another section of the same specimen on the same instrument: exposure, optics, constants and
     * registration stay as they are here; lamp, vignetting, jitter and surface are those of the other draw.
     */
    public LabLight ofSection(LabLight other) {
        return new LabLight(
                gain, black, zeroDeg, sense, deltaDeg, metal, placement, other.illumination, other.surface, psfPx);
    }

    /**
     * The stage zero that an observer finds who takes the analyser's offset for positive and c for the axis of greater
     * reflectivity, as titanium's is: the light allows no other conclusion. Degrees, -90 to 90.
     */
    public double apparentZeroDeg() {
        double bright = metal.axialExcess() * deltaDeg;
        double zero = zeroDeg + sense * (deltaDeg - Math.abs(deltaDeg) + (bright < 0 ? 180 : 0)) / 2;
        return zero - 180 * Math.rint(zero / 180);
    }
}
