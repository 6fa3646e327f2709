package sunstone.simulators.polarizedlight;

import java.util.List;

/**
 * Placement of the pixels of a PL image on the EBSD raster of the same size. About the centre of the raster, a PL pixel
 * at (y, x) (rows, columns) looks at
 *
 * <pre>y' = scale (x sin a + y cos a) + shiftRow,  x' = scale (x cos a - y sin a) + shiftCol,</pre>
 *
 * and a smooth warp is added to that.
 *
 * @param rows rows of both rasters
 * @param cols columns of both rasters
 * @param shiftRowPx EBSD row at which the centre of the PL image looks, from the centre of the raster, px
 * @param shiftColPx its column, px
 * @param rotationDeg angle a, degrees; positive turns the columns' axis towards the rows' axis
 * @param scale EBSD pixels in one PL pixel, above 0
 * @param warp weights of the {@link #TERMS} polynomials of the rows' displacement, then of the columns', px
 */
public record RasterPlacement(
        int rows, int cols, double shiftRowPx, double shiftColPx, double rotationDeg, double scale, List<Double> warp) {
    /**
     * Number of polynomials of the warp along each axis: products of Legendre polynomials of degrees 2 and 3, which are
     * orthogonal to 1, x and y over the raster, so that shift, rotation and scale are those of the best affine fit.
     */
    static final int TERMS = 7;

    public RasterPlacement {
        if (warp.size() != 2 * TERMS || !(scale > 0)) {
            throw new IllegalArgumentException(
                    "a placement needs " + 2 * TERMS + " weights and a scale above 0: " + warp.size() + ", " + scale);
        }
        warp = List.copyOf(warp);
    }

    /**
     * Writes the EBSD place (row, column) at which a place of the PL image looks; either may be fractional, and the
     * place may lie outside the raster.
     */
    public void look(double row, double col, double[] out) {
        double y = row - (rows - 1) / 2.0, x = col - (cols - 1) / 2.0;
        double c = scale * Math.cos(Math.toRadians(rotationDeg)), s = scale * Math.sin(Math.toRadians(rotationDeg));
        out[0] = (rows - 1) / 2.0 + x * s + y * c + shiftRowPx;
        out[1] = (cols - 1) / 2.0 + x * c - y * s + shiftColPx;
        double u = 2 * y / rows, v = 2 * x / cols;
        for (int k = 0; k < TERMS; k++) {
            double p = term(k, u, v);
            out[0] += warp.get(k) * p;
            out[1] += warp.get(TERMS + k) * p;
        }
    }

    /** A polynomial of the warp on [-1, 1] x [-1, 1]. */
    static double term(int k, double u, double v) {
        return switch (k) {
            case 0 -> second(u);
            case 1 -> u * v;
            case 2 -> second(v);
            case 3 -> third(u);
            case 4 -> second(u) * v;
            case 5 -> u * second(v);
            default -> third(v);
        };
    }

    private static double second(double x) {
        return (3 * x * x - 1) / 2;
    }

    private static double third(double x) {
        return (5 * x * x - 3) * x / 2;
    }
}
