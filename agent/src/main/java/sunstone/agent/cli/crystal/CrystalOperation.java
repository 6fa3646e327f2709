package sunstone.agent.cli.crystal;

import static java.lang.Math.toDegrees;

import java.util.ArrayList;
import java.util.List;
import sunstone.models.crystallography.Cubochoric;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.SampleAxis;

/**
 * One operation of {@code sunstone crystal}: which columns it takes and gives, and what it does with a row. Column
 * names are those of the reference vectors.
 */
abstract class CrystalOperation {
    private static final List<String> BACK = List.of("back_phi1_deg", "back_Phi_deg", "back_phi2_deg");
    private static final List<String> HOMOCHORIC = List.of("hox", "hoy", "hoz");
    private static final List<String> CUBOCHORIC = List.of("cux", "cuy", "cuz");
    private static final List<List<String>> ORIENTATION = List.of(CrystalRow.QUATERNION, CrystalRow.EULER);

    /** Sets of columns of which the table must have one. */
    final List<List<String>> needs;

    /** Columns of the result, in order. */
    final List<String> gives;

    CrystalOperation(List<List<String>> needs, List<String> gives) {
        this.needs = needs;
        this.gives = gives;
    }

    /**
     * Computes a row, one value for each column of {@link #gives}.
     *
     * @throws IllegalArgumentException if the row must be rejected, with the reason
     */
    abstract void compute(CrystalRow row, List<String> out);

    /** Euler angles to quaternion, and back. */
    static final class ToQuaternion extends CrystalOperation {
        ToQuaternion() {
            super(List.of(CrystalRow.EULER), concat(CrystalRow.QUATERNION, BACK));
        }

        @Override
        void compute(CrystalRow row, List<String> out) {
            double[] e = row.euler();
            double[] q = new double[4];
            EulerAngles.toQuaternionDeg(e[0], e[1], e[2], q, 0);
            put(out, q);
            putEuler(out, q);
        }
    }

    /** Orientation to homochoric and cubochoric coordinates, not reduced by symmetry. */
    static final class ToCubochoric extends CrystalOperation {
        ToCubochoric() {
            super(ORIENTATION, concat(HOMOCHORIC, CUBOCHORIC));
        }

        @Override
        void compute(CrystalRow row, List<String> out) {
            double[] q = row.orientation();
            double[] v = new double[3];
            Cubochoric.quaternionToHomochoric(q, 0, v, 0);
            put(out, v);
            Cubochoric.fromQuaternion(q, 0, v, 0);
            put(out, v);
        }
    }

    /** Cubochoric (or, if there are none, homochoric) coordinates to quaternion and Euler angles. */
    static final class FromCubochoric extends CrystalOperation {
        FromCubochoric() {
            super(List.of(CUBOCHORIC, HOMOCHORIC), concat(HOMOCHORIC, CrystalRow.QUATERNION, BACK));
        }

        @Override
        void compute(CrystalRow row, List<String> out) {
            double[] v = row.numbers(row.has(CUBOCHORIC) ? CUBOCHORIC : HOMOCHORIC);
            double[] q = new double[4];
            if (row.has(CUBOCHORIC)) {
                Cubochoric.toHomochoric(v, 0, v, 0);
            }
            Cubochoric.homochoricToQuaternion(v, 0, q, 0);
            put(out, v);
            put(out, q);
            putEuler(out, q);
        }
    }

    /** Orientation to its equivalent in the fundamental zone. */
    static final class Reduce extends CrystalOperation {
        private final LaueGroup laue;

        Reduce(LaueGroup laue) {
            super(ORIENTATION, List.of("fz_w", "fz_x", "fz_y", "fz_z", "fz_angle_deg", "op_index"));
            this.laue = laue;
        }

        @Override
        void compute(CrystalRow row, List<String> out) {
            double[] q = new double[4];
            int operator = laue.reduce(row.orientation(), 0, q, 0);
            put(out, q);
            put(out, toDegrees(2 * Math.atan2(Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]), q[0])));
            out.add(String.valueOf(operator));
        }
    }

    /** Disorientation of two crystals of one phase. */
    static final class Disorientation extends CrystalOperation {
        private static final List<String> A = List.of("a_w", "a_x", "a_y", "a_z");
        private static final List<String> B = List.of("b_w", "b_x", "b_y", "b_z");
        private final LaueGroup laue;

        Disorientation(LaueGroup laue) {
            super(List.of(concat(A, B)), List.of("angle_deg"));
            this.laue = laue;
        }

        @Override
        void compute(CrystalRow row, List<String> out) {
            put(out, toDegrees(laue.disorientation(row.quaternion(A), 0, row.quaternion(B), 0)));
        }
    }

    /** Crystal direction of a sample axis and its colours. */
    static final class Ipf extends CrystalOperation {
        private final LaueGroup laue;
        private final SampleAxis axis;
        private final IpfKey classic;
        private final IpfKey smooth;

        Ipf(LaueGroup laue, SampleAxis axis) {
            super(
                    List.of(CrystalRow.EULER, CrystalRow.QUATERNION),
                    List.of(
                            "h_x",
                            "h_y",
                            "h_z",
                            "sector_x",
                            "sector_y",
                            "sector_z",
                            "orix_r",
                            "orix_g",
                            "orix_b",
                            "classic_r",
                            "classic_g",
                            "classic_b",
                            "classic_R255",
                            "classic_G255",
                            "classic_B255"));
            this.laue = laue;
            this.axis = axis;
            classic = IpfKey.classic(laue);
            smooth = IpfKey.smooth(laue);
        }

        @Override
        void compute(CrystalRow row, List<String> out) {
            double[] v = new double[3];
            double[] h = new double[3];
            axis.inCrystal(row.orientation(), 0, h, 0);
            put(out, h);
            laue.sector().fold(h, 0, h, 0);
            put(out, h);
            smooth.sectorColour(h, 0, v, 0);
            put(out, v);
            classic.sectorColour(h, 0, v, 0);
            put(out, v);
            for (double part : v) {
                out.add(String.valueOf((int) (255 * part))); // cut off, not rounded, as EbsdLib does
            }
        }
    }

    static void put(List<String> out, double... values) {
        for (double v : values) {
            out.add(Double.toString(v + 0.0)); // no minus in front of 0
        }
    }

    private static void putEuler(List<String> out, double[] q) {
        double[] e = new double[3];
        EulerAngles.fromQuaternion(q, 0, e, 0);
        put(out, toDegrees(e[0]), toDegrees(e[1]), toDegrees(e[2]));
    }

    @SafeVarargs
    static List<String> concat(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }
}
