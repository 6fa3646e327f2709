package sunstone.connectors.format;

import java.util.Arrays;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;

/** Points of a file in its own order, growing as they are read; orientations already in this project's convention. */
final class FilePoints {
    /** Most points of a file: 4096 x 4096. */
    static final int MAX = 1 << 24;

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
    FilePoints(CrystalAxes axes, int capacity) {
        this.axes = axes;
        x = new float[capacity];
        y = new float[capacity];
        phase = new byte[capacity];
        quality = new float[capacity];
        quaternions = new double[4 * capacity];
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
        quality[count] = (float) Math.max(0, Math.min(1, q));
    }

    /** Appends a point that is not indexed: phase 0, the identity. */
    void addBlank(double px, double py, double q) {
        at(px, py, q);
        quaternions[4 * count++] = 1;
    }

    /** Appends an indexed point; Bunge angles in radians. */
    void add(double px, double py, double q, int id, LaueGroup laue, double phi1, double capitalPhi, double phi2) {
        at(px, py, q);
        phase[count] = (byte) id;
        EulerAngles.toQuaternion(phi1, capitalPhi, phi2, quaternions, 4 * count);
        axes.toA(laue, quaternions, 4 * count);
        count++;
    }
}
