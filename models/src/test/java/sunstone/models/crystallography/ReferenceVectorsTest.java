package sunstone.models.crystallography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of the reference vectors, to the tolerances of their README (reference/README.md). */
class ReferenceVectorsTest {
    private static String suffix(LaueGroup laue) {
        return laue == LaueGroup.HEXAGONAL ? "6mmm" : "m3m";
    }

    /** Asserts equality, up to one common sign if {@code signFree}; angles of a circle if {@code period} is above 0. */
    private static void assertClose(
            String what, double[] actual, double[] expected, double tolerance, boolean signFree, double period) {
        double same = 0;
        double opposite = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = Math.abs(actual[i] - expected[i]);
            same = Math.max(same, period > 0 ? Math.min(d, period - d) : d);
            opposite = Math.max(opposite, Math.abs(actual[i] + expected[i]));
        }
        assertThat(signFree ? Math.min(same, opposite) : same).as(what).isLessThanOrEqualTo(tolerance);
    }

    @Test
    void conversions_everyRow_matchBothWays() {
        ReferenceTable t = ReferenceTable.of("orientation_conversions.csv");
        double[] out = new double[4];
        double[] back = new double[3];
        double[] three = new double[3];
        for (int r = 0; r < t.rows().size(); r++) {
            double[] euler = t.numbers(r, "phi1_deg", 3);
            double[] q = t.numbers(r, "qw", 4);
            double[] cube = t.numbers(r, "cux", 3);
            boolean free = t.flag(r, "sign_free");
            EulerAngles.toQuaternionDeg(euler[0], euler[1], euler[2], out, 0);
            assertClose("quaternion of row " + r, out, q, 1e-10, free, 0);
            Cubochoric.quaternionToHomochoric(q, 0, three, 0);
            assertClose("homochoric of row " + r, three, t.numbers(r, "hox", 3), 1e-9, free, 0);
            Cubochoric.fromQuaternion(q, 0, three, 0);
            assertClose("cubochoric of row " + r, three, cube, 1e-9, free, 0);
            Cubochoric.toHomochoric(cube, 0, three, 0);
            assertClose("homochoric of cubochoric of row " + r, three, t.numbers(r, "hox", 3), 1e-9, free, 0);
            Cubochoric.toQuaternion(cube, 0, out, 0);
            assertClose("quaternion of cubochoric of row " + r, out, q, 1e-10, free, 0);
            EulerAngles.fromQuaternion(q, 0, back, 0);
            double[] degrees = {Math.toDegrees(back[0]), Math.toDegrees(back[1]), Math.toDegrees(back[2])};
            // degrees: 1e-10 rad is 6e-9 degrees; near Phi = 0 or 180 the text of q itself limits phi1 and phi2
            double tolerance = Math.min(euler[1], 180 - euler[1]) < 0.01 ? 1e-7 : 6e-9;
            assertClose("Euler angles of row " + r, degrees, t.numbers(r, "back_phi1_deg", 3), tolerance, false, 360);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEXAGONAL", "CUBIC"})
    void operators_ofFile_sameOrderAndSet(LaueGroup laue) {
        ReferenceTable t = ReferenceTable.of("symops_" + suffix(laue) + ".csv");
        assertThat(laue.order()).isEqualTo(t.rows().size());
        for (int r = 0; r < laue.order(); r++) {
            assertClose("operator " + r, laue.operator(r), t.numbers(r, "w", 4), 1e-15, false, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEXAGONAL", "CUBIC"})
    void reduce_everyRow_matches(LaueGroup laue) {
        ReferenceTable t = ReferenceTable.of("fz_" + suffix(laue) + ".csv");
        double[] out = new double[4];
        for (int r = 0; r < t.rows().size(); r++) {
            double[] expected = t.numbers(r, "fz_w", 4);
            int op = laue.reduce(t.numbers(r, "qw", 4), 0, out, 0);
            double angle = 2 * Math.toDegrees(Math.atan2(Math.hypot(out[1], Math.hypot(out[2], out[3])), out[0]));
            assertThat(angle).as("angle of row " + r).isCloseTo(t.numbers(r, "fz_angle_deg", 1)[0], within(1e-7));
            assertThat(FundamentalZone.contains(laue, out, 0, 1e-12))
                    .as("zone, row " + r)
                    .isTrue();
            assertThat(Math.toDegrees(laue.disorientation(out, 0, expected, 0))).isLessThan(1e-7);
            if (!t.flag(r, "ambiguous")) {
                assertClose("row " + r, out, expected, 1e-10, false, 0);
                assertThat(op).as("operator of row " + r).isEqualTo((int) t.numbers(r, "op_index", 1)[0]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEXAGONAL", "CUBIC"})
    void disorientation_everyRow_matches(LaueGroup laue) {
        ReferenceTable t = ReferenceTable.of("disorientation_" + suffix(laue) + ".csv");
        for (int r = 0; r < t.rows().size(); r++) {
            double angle = Math.toDegrees(laue.disorientation(t.numbers(r, "a_w", 4), 0, t.numbers(r, "b_w", 4), 0));
            assertThat(angle).as("row " + r).isCloseTo(t.numbers(r, "angle_deg", 1)[0], within(1e-7));
            assertThat(angle).isLessThanOrEqualTo(laue.maxDisorientationDeg() + 1e-9);
        }
    }

    @Test
    void mean_everyGroup_matches() {
        ReferenceTable members = ReferenceTable.of("mean_orientation_6mmm_input.csv");
        ReferenceTable means = ReferenceTable.of("mean_orientation_6mmm_expected.csv");
        Map<String, MeanOrientation> groups = new LinkedHashMap<>();
        for (int r = 0; r < members.rows().size(); r++) {
            groups.computeIfAbsent(members.text(r, "group"), g -> new MeanOrientation(LaueGroup.HEXAGONAL))
                    .add(members.numbers(r, "qw", 4), 0);
        }
        double[] out = new double[4];
        for (int r = 0; r < means.rows().size(); r++) {
            MeanOrientation group =
                    groups.getOrDefault(means.text(r, "group"), new MeanOrientation(LaueGroup.HEXAGONAL));
            assertThat(group.mean(out, 0)).isTrue();
            double[] expected = means.numbers(r, "mean_fz_w", 4);
            assertThat(Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(out, 0, expected, 0)))
                    .isLessThan(1e-7);
            assertThat(Math.toDegrees(group.rmsDisorientation(out, 0)))
                    .isCloseTo(means.numbers(r, "rms_disorientation_deg", 1)[0], within(1e-7));
            assertThat(group.count()).isEqualTo((int) means.numbers(r, "n", 1)[0]);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEXAGONAL", "CUBIC"})
    void ipf_everyRow_matchesBothKeys(LaueGroup laue) {
        ReferenceTable t = ReferenceTable.of("ipf_z_" + suffix(laue) + ".csv");
        IpfKey classic = IpfKey.classic(laue), smooth = IpfKey.smooth(laue);
        double[] q = new double[4];
        double[] h = new double[3];
        double[] rgb = new double[3];
        for (int r = 0; r < t.rows().size(); r++) {
            double[] euler = t.numbers(r, "phi1_deg", 3);
            EulerAngles.toQuaternionDeg(euler[0], euler[1], euler[2], q, 0);
            SampleAxis.Z.inCrystal(q, 0, h, 0);
            assertClose("h of row " + r, h, t.numbers(r, "h_x", 3), 1e-10, false, 0);
            laue.sector().fold(h, 0, h, 0);
            assertClose("sector of row " + r, h, t.numbers(r, "sector_x", 3), 1e-10, false, 0);
            classic.sectorColour(h, 0, rgb, 0);
            assertClose("classic colour of row " + r, rgb, t.numbers(r, "classic_r", 3), 1e-9, false, 0);
            double[] bytes = {(int) (255 * rgb[0]), (int) (255 * rgb[1]), (int) (255 * rgb[2])};
            assertClose("classic bytes of row " + r, bytes, t.numbers(r, "classic_R255", 3), 0, false, 0);
            smooth.sectorColour(h, 0, rgb, 0);
            assertClose("smooth colour of row " + r, rgb, t.numbers(r, "orix_r", 3), 1e-5, false, 0);
        }
    }

    @Test
    void laueGroups_everyRow_matchOrix() {
        ReferenceTable t = ReferenceTable.of("laue_groups.csv");
        Set<LaueGroup> seen = EnumSet.noneOf(LaueGroup.class);
        double[] out = new double[4];
        double[] h = new double[3];
        for (int r = 0; r < t.rows().size(); r++) {
            String what = t.text(r, "laue") + ", row " + r;
            LaueGroup laue = LaueGroup.of(t.text(r, "laue"));
            seen.add(laue);
            double[] a = t.numbers(r, "a_w", 4), b = t.numbers(r, "b_w", 4);
            double angle = Math.toDegrees(laue.disorientation(a, 0, b, 0));
            assertThat(angle).as("angle, " + what).isCloseTo(t.numbers(r, "angle_deg", 1)[0], within(1e-7));
            laue.reduce(a, 0, out, 0);
            assertClose("zone, " + what, out, t.numbers(r, "fz_w", 4), 1e-10, false, 0);
            assertThat(FundamentalZone.contains(laue, out, 0, 1e-12)).as(what).isTrue();
            SampleAxis.Z.inCrystal(a, 0, h, 0);
            assertClose("h, " + what, h, t.numbers(r, "h_x", 3), 1e-10, false, 0);
            laue.sector().fold(h, 0, h, 0);
            assertClose("sector, " + what, h, t.numbers(r, "sector_x", 3), 1e-10, false, 0);
            IpfKey.smooth(laue).sectorColour(h, 0, out, 0);
            double[] rgb = {out[0], out[1], out[2]};
            assertClose("colour, " + what, rgb, t.numbers(r, "orix_r", 3), 1e-5, false, 0);
        }
        assertThat(seen).containsExactlyInAnyOrder(LaueGroup.values());
    }
}
