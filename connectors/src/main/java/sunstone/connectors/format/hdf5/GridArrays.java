package sunstone.connectors.format.hdf5;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.DegreesSeen;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.FilePoints;
import sunstone.connectors.format.map.HexRaster;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.Raster;
import sunstone.connectors.format.text.AngReader;
import sunstone.models.crystallography.CrystalAxes;

/**
 * Arrays of an HDF5 scan, one value a point, in the order of the file.
 *
 * @param euler phi1, Phi, phi2 of all points, radians, each of shape [points]
 * @param phase numbers as the file has them
 * @param quality 0 to 1
 * @param masked not indexed whatever the angles say, or null
 * @param x micrometres or columns, or null
 * @param y micrometres or rows, or null
 */
record GridArrays(
        float[][] euler,
        float[] phase,
        float[] quality,
        boolean @Nullable [] masked,
        float @Nullable [] x,
        float @Nullable [] y) {
    /** Angles above this are no radians. */
    static final double MAX_RADIANS = 13;

    /** Most numbers of a dataset that has one for each point, or three or four. */
    static final int MOST = FilePoints.MAX;

    /**
     * The map. Points stand where x and y say; where those contradict the raster and the arrays fill it, in row-major
     * order.
     *
     * @param oxford whether hexagonal crystals are given with X parallel to a*
     * @param hexagonal whether the points lie on a hexagonal grid
     * @param shift added to the file's numbers of phases
     */
    EbsdMap map(Declared d, boolean oxford, boolean hexagonal, int shift, FilePhases phases, List<String> notes)
            throws MalformedFile {
        FilePoints points = points(oxford, shift, phases, notes);
        if (x != null && y != null) {
            if (hexagonal) {
                EbsdMap map = HexRaster.map(points, d, phases.all(), notes);
                if (map != null) {
                    return map;
                }
                throw new MalformedFile("has points off the hexagonal grid of its header, " + d);
            }
            int before = notes.size();
            try {
                return Raster.of(points, d, notes).map(points, phases.all(), notes);
            } catch (MalformedFile e) {
                if ((long) d.cols() * d.rows() != points.count()) {
                    throw e;
                }
                notes.subList(before, notes.size()).clear();
                notes.add("its positions do not lie on its raster (it " + e.getMessage()
                        + "); its points were taken row by row");
            }
        }
        if ((long) d.cols() * d.rows() != points.count() || hexagonal) {
            throw new MalformedFile("holds " + points.count() + " points, its header says " + d);
        }
        points.rowByRow(d.cols(), d.xStep(), d.yStep());
        return Raster.of(points, d, notes).map(points, phases.all(), notes);
    }

    private FilePoints points(boolean oxford, int shift, FilePhases phases, List<String> notes) throws MalformedFile {
        int n = phase.length;
        check("Euler angles", n, euler[0].length, euler[1].length, euler[2].length);
        check("qualities", n, quality.length);
        check("positions", n, x == null ? n : x.length, y == null ? n : y.length);
        FilePoints points = new FilePoints(oxford ? CrystalAxes.X_PARALLEL_A_STAR : CrystalAxes.X_PARALLEL_A, n);
        for (int i = 0; i < n; i++) {
            double phi1 = euler[0][i], capitalPhi = euler[1][i], phi2 = euler[2][i];
            float px = x == null ? i : x[i], py = y == null ? 0 : y[i];
            int id = (int) phase[i];
            double largest = Math.max(Math.abs(phi1), Math.max(Math.abs(capitalPhi), Math.abs(phi2)));
            if ((masked == null || !masked[i]) && largest > MAX_RADIANS) { // NaN is no angle, and not indexed
                throw new MalformedFile("has an Euler angle of " + (float) largest + " rad at point " + (i + 1)
                        + ", allowed is up to " + MAX_RADIANS);
            }
            boolean empty = id == 0 && phi1 == 0 && capitalPhi == 0 && phi2 == 0 && !(quality[i] > 0);
            if (masked != null && masked[i] || id < 0 || empty || AngReader.notIndexed(phi1, capitalPhi, phi2)) {
                points.addBlank(px, py, quality[i]);
                continue;
            }
            int kept = kept(id, shift, phases, i);
            points.add(px, py, quality[i], kept, phases.hexagonalAxes(kept), phi1, capitalPhi, phi2);
        }
        int zeros = phases.count() == 1 ? points.single(phases.first(), notes) : points.several();
        if (zeros > 0 && !oxford) {
            notes.add(zeros + " points carry angles but phase 0 beside numbered phases: they count as not indexed");
        }
        return points;
    }

    private static int kept(int id, int shift, FilePhases phases, int i) throws MalformedFile {
        if (id + shift > 0 && phases.lists(id + shift)) {
            return phases.merged(id + shift);
        }
        if (id == 0) {
            return FilePoints.OPEN;
        }
        throw new MalformedFile("has phase " + id + " at point " + (i + 1) + ", which its header does not list");
    }

    private static void check(String what, int needed, int... lengths) throws MalformedFile {
        for (int length : lengths) {
            if (length != needed) {
                throw new MalformedFile("has " + length + " " + what + " for " + needed + " points");
            }
        }
    }

    /** One component of tuples. */
    static float[] component(float[] tuples, int k, int of) {
        float[] v = new float[tuples.length / of];
        for (int i = 0; i < v.length; i++) {
            v[i] = tuples[of * i + k];
        }
        return v;
    }

    /** Angles in radians of angles in degrees, which are refused where they are radians already. */
    static float[][] radians(float[] phi1, float[] capitalPhi, float[] phi2) throws MalformedFile {
        DegreesSeen seen = new DegreesSeen(DegreesSeen.OF_A_MAP);
        for (int i = 0; i < phi1.length && i < capitalPhi.length && i < phi2.length; i++) {
            if (phi1[i] != 0 || capitalPhi[i] != 0 || phi2[i] != 0) {
                seen.take(phi1[i], capitalPhi[i], phi2[i]);
            }
        }
        seen.refuseRadians();
        double degree = Math.toRadians(1);
        return new float[][] {times(phi1, degree), times(capitalPhi, degree), times(phi2, degree)};
    }

    /** The same times a factor. */
    static float[] times(float[] v, double factor) {
        float[] t = new float[v.length];
        for (int i = 0; i < t.length; i++) {
            t[i] = (float) (v[i] * factor);
        }
        return t;
    }
}
