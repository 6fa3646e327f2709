package sunstone.agent.picture;

import java.awt.image.BufferedImage;
import java.util.function.IntPredicate;
import sunstone.models.crystallography.CrystalSystem;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.OrientationMap;

/**
 * Pole figure of a whole map: how often the c axis (of a cubic crystal a cube axis) points where, on the upper
 * hemisphere of the sample in stereographic projection, x to the right and y down as on the map.
 *
 * @param image {@value #SIDE} pixels a side, transparent outside of the circle
 * @param densest what the brightest colour stands for, multiples of a uniform distribution
 */
public record PoleFigure(BufferedImage image, double densest) {
    private static final int SIDE = 128;
    private static final int SMOOTHINGS = 2;

    /**
     * The figure of the pixels of a map that are valid and wanted.
     *
     * @param wanted whether a pixel counts
     */
    public static PoleFigure of(OrientationMap map, IntPredicate wanted) {
        double[] counts = new double[SIDE * SIDE];
        int poles = 0;
        double[] pole = new double[2];
        int first = map.laue().system() == CrystalSystem.CUBIC ? 0 : 2;
        for (int i = 0; i < map.grid().size(); i++) {
            if (!map.valid()[i] || !wanted.test(i)) {
                continue;
            }
            for (int axis = first; axis < 3; axis++) {
                project(map.quaternions(), 4 * i, axis, pole);
                counts[cell(pole[1]) * SIDE + cell(pole[0])]++;
                poles++;
            }
        }
        for (int k = 0; k < SMOOTHINGS; k++) {
            counts = smooth(counts);
        }
        return painted(counts, Math.max(1, poles));
    }

    /**
     * Pole of a crystal axis on the upper hemisphere of the sample, stereographic.
     *
     * @param axis 0 to 2 for the crystal's x, y, z
     * @param pole receives the components along sample x and y
     */
    public static void project(double[] q, int iq, int axis, double[] pole) {
        double[] x = new double[3];
        double[] y = new double[3];
        double[] z = new double[3];
        SampleAxis.X.inCrystal(q, iq, x, 0);
        SampleAxis.Y.inCrystal(q, iq, y, 0);
        SampleAxis.Z.inCrystal(q, iq, z, 0);
        double up = z[axis] < 0 ? -1 : 1;
        double f = up / (1 + up * z[axis]);
        pole[0] = f * x[axis];
        pole[1] = f * y[axis];
    }

    /** The crystal direction whose poles are shown, as a symbol. */
    public static String symbol(LaueGroup laue) {
        return laue.system().hexagonalAxes() ? "0001" : "001";
    }

    private static int cell(double u) {
        return (int) Math.max(0, Math.min(SIDE - 1, (u + 1) / 2 * SIDE));
    }

    /** Means over 3 x 3 cells. */
    private static double[] smooth(double[] from) {
        double[] to = new double[from.length];
        for (int row = 0; row < SIDE; row++) {
            for (int col = 0; col < SIDE; col++) {
                double sum = 0;
                int n = 0;
                for (int r = Math.max(0, row - 1); r <= Math.min(SIDE - 1, row + 1); r++) {
                    for (int c = Math.max(0, col - 1); c <= Math.min(SIDE - 1, col + 1); c++) {
                        sum += from[r * SIDE + c];
                        n++;
                    }
                }
                to[row * SIDE + col] = sum / n;
            }
        }
        return to;
    }

    private static PoleFigure painted(double[] counts, int poles) {
        double[] times = new double[counts.length];
        double densest = 0;
        for (int i = 0; i < times.length; i++) {
            double square = square(i);
            double side = 2.0 / SIDE;
            double solid = 4 * side * side / ((1 + square) * (1 + square)); // of the cell, of 2 pi in all
            times[i] = square > 1 ? 0 : counts[i] / poles * 2 * Math.PI / solid;
            densest = Math.max(densest, times[i]);
        }
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < times.length; i++) {
            if (square(i) <= 1) {
                image.setRGB(i % SIDE, i / SIDE, 0xff000000 | ColourMap.MAGMA.rgb(times[i] / densest));
            }
        }
        return new PoleFigure(image, densest);
    }

    /** Squared distance of a cell from the centre of the circle of radius 1. */
    private static double square(int i) {
        double u = 2 * (i % SIDE + 0.5) / SIDE - 1;
        double v = 2 * (i / SIDE + 0.5) / SIDE - 1;
        return u * u + v * v;
    }
}
