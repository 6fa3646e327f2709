package sunstone.connectors.format.map;

import java.util.Arrays;
import java.util.List;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.map.ScanGrid;

/** Points of a file in its own order, growing as they are read; orientations already in this project's convention. */
public final class FilePoints {
    /** Most points of a file: 4096 x 4096. */
    public static final int MAX = 1 << 24;

    /** Phase of a point whose file says 0, which in a file of one phase may mean that phase. */
    public static final int OPEN = -1;

    /** Quality of a point that was measured in vain, in formats that give such points none above 0. */
    public static final double IN_VAIN = 0.001;

    private final CrystalAxes axes;
    float[] x;
    float[] y;
    byte[] phase;
    float[] quality;
    double[] quaternions;
    int count;

    /**
     * No points yet.
     *
     * @param axes setting of the file
     * @param capacity number of points to expect
     */
    public FilePoints(CrystalAxes axes, int capacity) {
        this.axes = axes;
        x = new float[capacity];
        y = new float[capacity];
        phase = new byte[capacity];
        quality = new float[capacity];
        quaternions = new double[4 * capacity];
    }

    /** Number of points so far. */
    public int count() {
        return count;
    }

    /** Puts the points where a raster has them that is filled row by row, whatever positions they came with. */
    public void rowByRow(int cols, double xStep, double yStep) {
        for (int i = 0; i < count; i++) {
            x[i] = (float) (i % cols * xStep);
            y[i] = (float) (i / cols * yStep);
        }
    }

    private void at(double px, double py, double q) {
        if (count == phase.length) {
            int more = Math.min(MAX, Math.max(1024, 2 * count));
            x = Arrays.copyOf(x, more);
            y = Arrays.copyOf(y, more);
            phase = Arrays.copyOf(phase, more);
            quality = Arrays.copyOf(quality, more);
            quaternions = Arrays.copyOf(quaternions, 4 * more);
        }
        x[count] = (float) px;
        y[count] = (float) py;
        quality[count] = q > 0 ? (float) Math.min(1, q) : 0; // NaN too
    }

    /** Appends a point that is not indexed: phase 0, the identity. */
    public void addBlank(double px, double py, double q) {
        at(px, py, q);
        quaternions[4 * count++] = 1;
    }

    /**
     * Appends a point with an orientation; Bunge angles in radians.
     *
     * @param id its phase, {@link #OPEN} where {@link #single} or {@link #several} decides later
     * @param hexagonal whether its crystal has hexagonal axes
     */
    public void add(
            double px, double py, double q, int id, boolean hexagonal, double phi1, double capitalPhi, double phi2) {
        at(px, py, q);
        phase[count] = (byte) id;
        EulerAngles.toQuaternion(phi1, capitalPhi, phi2, quaternions, 4 * count);
        axes.toA(hexagonal, quaternions, 4 * count);
        count++;
    }

    /**
     * Settles what 0 means in a file that lists one phase: that phase where no point has the phase's own number, not
     * indexed beside points that have it.
     *
     * @return number of points that have 0 and yet angles, and count as not indexed
     */
    public int single(int id, List<String> notes) {
        boolean own = false;
        int zeros = 0;
        for (int i = 0; i < count; i++) {
            own |= phase[i] == id;
            zeros += phase[i] == OPEN ? 1 : 0;
        }
        if (own) {
            return several();
        }
        if (zeros > 0 && zeros < count) {
            notes.add("one phase is listed, and " + zeros
                    + " points with an orientation have phase 0, which was taken as it");
        }
        for (int i = 0; i < count; i++) {
            phase[i] = phase[i] == OPEN ? (byte) id : phase[i];
        }
        return 0;
    }

    /** Settles that 0 means not indexed; gives the number of points that have 0 and yet angles. */
    public int several() {
        int zeros = 0;
        for (int i = 0; i < count; i++) {
            if (phase[i] == OPEN) {
                zeros++;
                phase[i] = 0;
                Arrays.fill(quaternions, 4 * i, 4 * i + 4, 0);
                quaternions[4 * i] = 1;
            }
        }
        return zeros;
    }

    /** The map of a raster that the points fill row by row, one a pixel. */
    public EbsdMap inOrder(ScanGrid grid, List<CrystalPhase> phases, List<String> notes) {
        return new EbsdMap(grid, phases, phase, quaternions, quality, notes, 0, 0);
    }

    /**
     * The map of a raster.
     *
     * @param from point of each pixel, -1 where there is none; shape [rows * cols]
     */
    public EbsdMap arranged(
            ScanGrid grid, int[] from, List<CrystalPhase> phases, List<String> notes, double xUm, double yUm) {
        byte[] placed = new byte[from.length];
        float[] q = new float[from.length];
        double[] orientations = new double[4 * from.length];
        for (int i = 0; i < from.length; i++) {
            if (from[i] < 0) {
                orientations[4 * i] = 1;
            } else {
                placed[i] = phase[from[i]];
                q[i] = quality[from[i]];
                System.arraycopy(quaternions, 4 * from[i], orientations, 4 * i, 4);
            }
        }
        return new EbsdMap(grid, phases, placed, orientations, q, notes, xUm, yUm);
    }
}
