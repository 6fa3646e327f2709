package sunstone.agent.cli.crystal;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import sunstone.models.crystallography.LaueGroup;

/** The command as a user runs it, on every file of the reference vectors and on tables that are wrong. */
class CrystalCommandTest {
    private static final String[] BACK = {"back_phi1_deg", "back_Phi_deg", "back_phi2_deg"};
    private static final String[] QUATERNION = {"qw", "qx", "qy", "qz"};
    private static final String[] HOMOCHORIC = {"hox", "hoy", "hoz"};

    @TempDir
    Path dir;

    private final StringWriter complaint = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new CrystalCommand())
                .setErr(new PrintWriter(complaint, true))
                .execute(arguments);
    }

    private List<NamedCsvRecord> read(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            return reader.stream().toList();
        }
    }

    /** Reference vectors lie with the tests of the module that they test first. */
    private static Path reference(String name) {
        return Path.of("..", "models", "src", "test", "resources", "reference", name);
    }

    /** Runs an operation on a file of the reference vectors and returns the rows of the result. */
    private List<NamedCsvRecord> results(String operation, String laue, String name) throws IOException {
        Path out = dir.resolve("out.csv");
        assertThat(run(operation, "--in", reference(name).toString(), "--out", out.toString(), "--laue", laue))
                .as(complaint.toString())
                .isZero();
        List<NamedCsvRecord> rows = read(out);
        assertThat(rows).allSatisfy(r -> assertThat(r.getField("error")).isEmpty());
        return rows;
    }

    /** Compares columns of every row; absolute tolerance, or relative if negative; up to one sign where it is free. */
    private static void compare(
            List<NamedCsvRecord> actual, List<NamedCsvRecord> expected, double tolerance, String... columns) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int r = 0; r < actual.size(); r++) {
            boolean free = expected.get(r).findField("sign_free").orElse("0").equals("1");
            double same = 0;
            double opposite = free ? 0 : Double.POSITIVE_INFINITY;
            for (String c : columns) {
                double a = Double.parseDouble(actual.get(r).getField(c));
                double e = Double.parseDouble(expected.get(r).getField(c));
                double scale = tolerance < 0 ? Math.max(Math.abs(e), 1e-12) : 1;
                same = Math.max(same, Math.abs(a - e) / scale);
                opposite = Math.max(opposite, Math.abs(a + e));
            }
            assertThat(Math.min(same, opposite))
                    .as(Arrays.toString(columns) + " of row " + r)
                    .isLessThanOrEqualTo(Math.abs(tolerance));
        }
    }

    @Test
    void conversions_ofTheReference_match() throws IOException {
        String name = "orientation_conversions.csv";
        List<NamedCsvRecord> expected = read(reference(name));
        List<NamedCsvRecord> forth = results("to-quaternion", "6/mmm", name);
        compare(forth, expected, 1e-10, QUATERNION);
        compare(forth, expected, 1e-7, BACK);
        List<NamedCsvRecord> cube = results("to-cubochoric", "6/mmm", name);
        compare(cube, expected, 1e-9, "cux", "cuy", "cuz");
        compare(cube, expected, 1e-9, HOMOCHORIC);
        List<NamedCsvRecord> back = results("from-cubochoric", "6/mmm", name);
        compare(back, expected, 1e-10, QUATERNION);
        compare(back, expected, 1e-9, HOMOCHORIC);
        compare(back, expected, 1e-7, BACK);
    }

    @ParameterizedTest
    @CsvSource({"6/mmm, 6mmm", "m-3m, m3m"})
    void symmetry_ofTheReference_matches(String laue, String suffix) throws IOException {
        List<NamedCsvRecord> zone = read(reference("fz_" + suffix + ".csv"));
        List<NamedCsvRecord> reduced = results("reduce", laue, "fz_" + suffix + ".csv");
        compare(reduced, zone, 1e-7, "fz_angle_deg");
        List<Integer> clear = IntStream.range(0, zone.size())
                .filter(r -> zone.get(r).getField("ambiguous").equals("0"))
                .boxed()
                .toList();
        List<NamedCsvRecord> a = clear.stream().map(reduced::get).toList();
        List<NamedCsvRecord> e = clear.stream().map(zone::get).toList();
        compare(a, e, 1e-10, "fz_w", "fz_x", "fz_y", "fz_z");
        compare(a, e, 0, "op_index");
        for (int r = 0; r < zone.size(); r++) {
            assertThat(LaueGroup.of(laue).disorientation(zoneOf(reduced.get(r)), 0, zoneOf(zone.get(r)), 0))
                    .isLessThan(Math.toRadians(1e-7));
        }
        String pairs = "disorientation_" + suffix + ".csv";
        compare(results("disorientation", laue, pairs), read(reference(pairs)), 1e-7, "angle_deg");
    }

    private static double[] zoneOf(NamedCsvRecord row) {
        return IntStream.range(0, 4)
                .mapToDouble(k -> Double.parseDouble(
                        row.getField(List.of("fz_w", "fz_x", "fz_y", "fz_z").get(k))))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({"6/mmm, ipf_z_6mmm.csv", "m-3m, ipf_z_m3m.csv"})
    void ipf_ofTheReference_matches(String laue, String name) throws IOException {
        List<NamedCsvRecord> expected = read(reference(name));
        List<NamedCsvRecord> actual = results("ipf", laue, name);
        compare(actual, expected, 1e-10, "h_x", "h_y", "h_z", "sector_x", "sector_y", "sector_z");
        compare(actual, expected, 1e-5, "orix_r", "orix_g", "orix_b");
        compare(actual, expected, 1e-9, "classic_r", "classic_g", "classic_b");
        compare(actual, expected, 0, "classic_R255", "classic_G255", "classic_B255");
    }

    @Test
    void mean_ofTheReference_matches() throws IOException {
        List<NamedCsvRecord> expected = read(reference("mean_orientation_6mmm_expected.csv"));
        List<NamedCsvRecord> actual = results("mean", "6/mmm", "mean_orientation_6mmm_input.csv");
        compare(actual, expected, 0, "group", "n");
        compare(actual, expected, 1e-10, "mean_fz_w", "mean_fz_x", "mean_fz_y", "mean_fz_z");
        compare(actual, expected, 1e-7, "rms_disorientation_deg");
    }

    @Test
    void pl_ofTheReference_matches() throws IOException {
        List<NamedCsvRecord> expected = read(reference("pl_36.csv"));
        List<NamedCsvRecord> actual = results("pl", "6/mmm", "pl_36.csv");
        compare(actual, expected, 1e-10, "c_x", "c_y", "c_z");
        compare(actual, expected, 1e-7, "theta_deg", "gamma_mod180_deg");
        String[] frames = IntStream.range(0, 36)
                .mapToObj(j -> String.format("I%03d", 10 * j))
                .toArray(String[]::new);
        compare(actual, expected, -1e-9, frames);
    }

    /** Writes a table, runs the operation, and returns the rows of the result. */
    private List<NamedCsvRecord> table(String operation, String... lines) throws IOException {
        Path in = Files.write(dir.resolve("in.csv"), Arrays.asList(lines));
        Path out = dir.resolve("out.csv");
        assertThat(run(operation, "--in", in.toString(), "--out", out.toString()))
                .as(complaint.toString())
                .isZero();
        return read(out);
    }

    @Test
    void toQuaternion_invalidInputs_saysWhyAndGoesOn() throws IOException {
        List<NamedCsvRecord> rows = table(
                "to-quaternion",
                "id,phi1_deg,Phi_deg,phi2_deg,phase,ci,note",
                "0,NaN,10.5,40.25,1,0.9,\"a, b\"",
                "1,10.5,Infinity,40.25,1,0.9,",
                "2,720,720,720,1,0.9,",
                "3,0,0,0,0,0.9,",
                "4,0,0,0,1,0.9,",
                "5,-10.5,40.25,-77.125,1,0.9,",
                "6,1,2,3,1,-1,",
                "7,one,2,3,1,0.9,",
                "8,1,2");
        assertThat(rows)
                .extracting(r -> r.getField("error").split(" ")[0].split(":")[0])
                .containsExactly("Euler", "Euler", "not", "not", "", "", "not", "phi1_deg", "row");
        assertThat(rows)
                .extracting(r -> r.getField("qw").isEmpty())
                .containsExactly(true, true, true, true, false, false, true, true, true);
        assertThat(rows.get(0).getField("note")).isEqualTo("a, b");
        assertThat(rows.get(4).getField("qw")).isEqualTo("1.0");
        assertThat(Double.parseDouble(rows.get(5).getField("back_phi1_deg"))).isBetween(349.499999, 349.500001);
    }

    @Test
    void reduce_invalidInputs_saysWhyAndGoesOn() throws IOException {
        List<NamedCsvRecord> rows = table(
                "reduce",
                "qw,qx,qy,qz",
                "0,0,0,0",
                "0.5,NaN,0.5,0.5",
                "1.0000004,0,0,0",
                "2,0,0,0",
                "-0.5,0.5,0.5,0.5");
        assertThat(rows)
                .extracting(r -> r.getField("error"))
                .containsExactly(
                        "quaternion has norm 0.0, allowed is 1 within 1.0E-6",
                        "quaternion is not finite: 0.5, NaN, 0.5, 0.5",
                        "",
                        "quaternion has norm 2.0, allowed is 1 within 1.0E-6",
                        "");
        assertThat(rows.get(2).getField("fz_angle_deg")).isEqualTo("0.0");
    }

    @Test
    void fromCubochoric_outside_isRejectedAndFaceIsNot() throws IOException {
        List<NamedCsvRecord> cube = table(
                "from-cubochoric", "cux,cuy,cuz", "1.08,0,0", "1.0725146985555127,0.3,0", "-1.0725146985555127,-0.3,0");
        assertThat(cube).extracting(r -> r.getField("error").isEmpty()).containsExactly(false, true, true);
        assertThat(Double.parseDouble(cube.get(1).getField("qw"))).isLessThan(1e-12);
        List<NamedCsvRecord> ball = table("from-cubochoric", "hox,hoy,hoz", "1.4,0,0", "0,0.5,0");
        assertThat(ball).extracting(r -> r.getField("error").isEmpty()).containsExactly(false, true);
    }

    @Test
    void mean_emptyOrUnindexed_isNotTheIdentity() throws IOException {
        List<NamedCsvRecord> rows = table(
                "mean",
                "group,qw,qx,qy,qz,phase",
                "a,1,0,0,0,0",
                "b,2,0,0,0,1",
                "b,1,0,0,0,1",
                "c,1,0,0,0,0",
                "d,0,0,0,0,1");
        assertThat(rows).extracting(r -> r.getField("n")).containsExactly("0", "1", "0", "0");
        assertThat(rows).extracting(r -> r.getField("mean_fz_w")).containsExactly("", "1.0", "", "");
        assertThat(rows.get(0).getField("error")).isEqualTo("no mean of an empty set");
        assertThat(rows.get(1).getField("error")).contains("1 rows left out, row 2: quaternion has norm 2.0");
        assertThat(table("mean", "qw,qx,qy,qz")).singleElement().satisfies(r -> {
            assertThat(r.getField("n")).isEqualTo("0");
            assertThat(r.getField("error")).isEqualTo("no mean of an empty set");
        });
    }

    @Test
    void disorientation_sameCrystal_isZeroNotNaN() throws IOException {
        List<NamedCsvRecord> rows = table(
                "disorientation",
                "a_w,a_x,a_y,a_z,b_w,b_x,b_y,b_z",
                "0.1,0.7,-0.1,0.7,0.1,0.7,-0.1,0.7",
                "1.0000000000000002,0,0,0,1,0,0,0");
        assertThat(rows).allSatisfy(r -> assertThat(Double.parseDouble(r.getField("angle_deg")))
                .isBetween(0.0, 1e-13));
    }

    @Test
    void call_unusableTable_exits2WithOneLineAndLeavesNothing() throws IOException {
        List<String[]> wrong = new ArrayList<>();
        wrong.add(new String[] {"a,b\n1,2\n", "needs columns qw,qx,qy,qz or phi1_deg,Phi_deg,phi2_deg; it has a,b"});
        wrong.add(new String[] {"", "is empty"});
        wrong.add(new String[] {"qw,qw\n", "has column \"qw\" twice"});
        for (String[] w : wrong) {
            Path in = Files.writeString(dir.resolve("in.csv"), w[0]);
            complaint.getBuffer().setLength(0);
            assertThat(run(
                            "reduce",
                            "--in",
                            in.toString(),
                            "--out",
                            dir.resolve("o.csv").toString()))
                    .isEqualTo(2);
            assertThat(complaint.toString()).contains("crystal reduce:", w[1]).hasLineCount(1);
        }
        assertThat(run(
                        "reduce",
                        "--in",
                        dir.resolve("no.csv").toString(),
                        "--out",
                        dir.resolve("o.csv").toString()))
                .isEqualTo(2);
        Files.write(dir.resolve("in.csv"), new byte[] {'q', 'w', (byte) 0xC3, '\n'});
        assertThat(run(
                        "reduce",
                        "--in",
                        dir.resolve("in.csv").toString(),
                        "--out",
                        dir.resolve("o.csv").toString()))
                .isEqualTo(2);
        assertThat(run("fold", "--in", "a", "--out", "b")).isEqualTo(2);
        assertThat(run("reduce", "--laue", "5/m", "--in", "a", "--out", "b")).isEqualTo(2);
        try (var left = Files.list(dir)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("in.csv");
        }
    }
}
