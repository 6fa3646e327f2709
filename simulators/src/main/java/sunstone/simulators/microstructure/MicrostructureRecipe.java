package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.LaueGroup;

/**
 * Kind of section to generate.
 *
 * @param laue Laue group of the mapped phase
 * @param diameterPx median diameter of the grains' equivalent spheres, pixels, 3 to 60
 * @param sizeSpread standard deviation of the logarithm of the diameter, 0 to 1
 * @param aspectRatio long over short in-section axis of the grains, 1 to 10
 * @param elongationRad direction of the long axis from x, radians
 * @param roughness waviness of the boundaries as a fraction of the diameter, 0 to 0.3
 * @param texture preferred orientation (of macrozones if there are any, otherwise of grains)
 * @param textureSpreadDeg standard deviation of the tilt from the preferred direction, per axis, degrees
 * @param textureRad in-section direction of the transverse texture from x, radians
 * @param macrozonePx size of the regions whose grains share a c axis, pixels; 0 for none
 * @param macrozoneSpreadDeg standard deviation of c inside a macrozone, per axis, degrees
 * @param transformedFraction fraction of the grains that are former beta grains full of alpha laths, 0 to 1
 * @param lathWidthPx width of the laths, pixels
 * @param twinFraction fraction of the other grains that are twinned, 0 to 1
 * @param contractionShare share of {11-21} among the twin systems, 0 to 1; the rest is {10-12}
 * @param axialRatio c over a, which sets the twin angles (titanium 1.587, magnesium 1.624)
 * @param gradientDeg rotation across a grain's diameter, degrees, 0 to 5
 */
public record MicrostructureRecipe(
        LaueGroup laue,
        double diameterPx,
        double sizeSpread,
        double aspectRatio,
        double elongationRad,
        double roughness,
        Texture texture,
        double textureSpreadDeg,
        double textureRad,
        double macrozonePx,
        double macrozoneSpreadDeg,
        double transformedFraction,
        double lathWidthPx,
        double twinFraction,
        double contractionShare,
        double axialRatio,
        double gradientDeg) {
    /** Smallest and largest diameter of a grain, pixels; draws outside are clamped. */
    public static final double MIN_DIAMETER = 3, MAX_DIAMETER = 60;

    public MicrostructureRecipe {
        require("diameter (px)", diameterPx, MIN_DIAMETER, MAX_DIAMETER);
        require("size spread", sizeSpread, 0, 1);
        require("aspect ratio", aspectRatio, 1, 10);
        require("roughness", roughness, 0, 0.3);
        require("texture spread (deg)", textureSpreadDeg, 0, 180);
        require("macrozone (px)", macrozonePx, 0, 1e6);
        require("macrozone spread (deg)", macrozoneSpreadDeg, 0, 180);
        require("transformed fraction", transformedFraction, 0, 1);
        require("lath width (px)", lathWidthPx, 0.5, 60);
        require("twin fraction", twinFraction, 0, 1);
        require("share of {11-21}", contractionShare, 0, 1);
        require("c/a", axialRatio, 1, 2);
        require("gradient (deg)", gradientDeg, 0, 5);
        if (laue != LaueGroup.HEXAGONAL && (transformedFraction > 0 || twinFraction > 0 || macrozonePx > 0)) {
            throw new IllegalArgumentException("laths, twins and macrozones are for 6/mmm, not " + laue.symbol());
        }
    }

    private static void require(String what, double value, double low, double high) {
        if (!(value >= low && value <= high)) { // this form also rejects NaN
            throw new IllegalArgumentException(what + " must be within " + low + " and " + high + ": " + value);
        }
    }

    /** Equiaxed hexagonal grains of random orientation without substructure: a start for variations. */
    public static MicrostructureRecipe equiaxed(double diameterPx) {
        return new MicrostructureRecipe(
                LaueGroup.HEXAGONAL, diameterPx, 0.25, 1, 0, 0.04, Texture.RANDOM, 0, 0, 0, 0, 0, 3, 0, 0, 1.587, 0);
    }

    /**
     * A titanium section of random and basal grains, a third of them twinned, slightly bent inside.
     *
     * @param diameterPx median diameter of the grains, pixels
     */
    public static MicrostructureRecipe titanium(double diameterPx) {
        return new MicrostructureRecipe(
                LaueGroup.HEXAGONAL,
                diameterPx,
                0.35,
                1.2,
                0.6,
                0.05,
                Texture.MIXED,
                20,
                0,
                0,
                0,
                0,
                3,
                0.3,
                0.2,
                1.587,
                0.8);
    }

    /** Mean diameter of the grains, pixels: that of the log-normal law. */
    public double meanDiameterPx() {
        return diameterPx * Math.exp(sizeSpread * sizeSpread / 2);
    }

    /** Draws one hexagonal recipe from the range that the prior should know. */
    public static MicrostructureRecipe random(RandomGenerator r) {
        Texture[] textures = {Texture.RANDOM, Texture.BASAL, Texture.TRANSVERSE, Texture.MIXED};
        double kind = r.nextDouble();
        boolean lamellar = kind < 0.12, bimodal = kind >= 0.12 && kind < 0.22, zoned = kind >= 0.22 && kind < 0.38;
        boolean twinned = r.nextDouble() < 0.45;
        return new MicrostructureRecipe(
                LaueGroup.HEXAGONAL,
                lamellar ? logUniform(r, 20, 60) : logUniform(r, 5, zoned ? 20 : 36),
                uniform(r, 0.1, 0.5),
                r.nextDouble() < 0.6 ? uniform(r, 1, 1.4) : uniform(r, 1.4, 4),
                uniform(r, 0, Math.PI),
                uniform(r, 0, 0.1),
                r.nextDouble() < 0.35 ? Texture.RANDOM : textures[r.nextInt(textures.length)],
                uniform(r, 8, 35),
                uniform(r, 0, Math.PI),
                zoned ? logUniform(r, 20, 100) : 0,
                uniform(r, 1, 6),
                lamellar ? 1 : bimodal ? uniform(r, 0.3, 0.7) : 0,
                uniform(r, 1.5, 6),
                twinned ? uniform(r, 0.1, 0.9) : 0,
                r.nextDouble() < 0.5 ? 0 : uniform(r, 0, 1),
                uniform(r, 1.58, 1.63),
                uniform(r, 0.3, 1.5));
    }

    /** Draws one cubic recipe: grains of random or cube texture. */
    public static MicrostructureRecipe randomCubic(RandomGenerator r) {
        return new MicrostructureRecipe(
                LaueGroup.CUBIC,
                logUniform(r, 5, 36),
                uniform(r, 0.1, 0.5),
                uniform(r, 1, 3),
                uniform(r, 0, Math.PI),
                uniform(r, 0, 0.1),
                r.nextBoolean() ? Texture.RANDOM : Texture.CUBE,
                uniform(r, 5, 20),
                0,
                0,
                0,
                0,
                3,
                0,
                0,
                1.587,
                uniform(r, 0.3, 1.5));
    }

    private static double uniform(RandomGenerator r, double low, double high) {
        return low + (high - low) * r.nextDouble();
    }

    private static double logUniform(RandomGenerator r, double low, double high) {
        return low * Math.exp(Math.log(high / low) * r.nextDouble());
    }
}
