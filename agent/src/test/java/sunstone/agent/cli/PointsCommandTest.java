package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.format.SparsePoints;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.EbsdPoints;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;

class PointsCommandTest {
    private static final String CTF = """
            Channel Text File
            Prj	made for a test
            JobMode	Grid
            XCells	3
            YCells	2
            XStep	0.5
            YStep	0.5
            Phases	2
            2.95;2.95;4.68	90;90;120	Ti	9	194
            3.3;3.3;3.3	90;90;90	Beta	11	229
            Phase	X	Y	Bands	Error	Euler1	Euler2	Euler3	MAD	BC	BS
            1	0.0	0.0	8	0	10.0	20.0	30.0	0.5	102	0
            2	0.5	0.0	8	0	100.0	40.0	70.0	0.5	51	0
            0	1.0	0.5	0	3	0.0	0.0	0.0	0.0	51	0
            0	0.5	0.5	0	3	0.0	0.0	0.0	0.0	0	0
            """;

    @TempDir
    Path dir;

    private final StringWriter said = new StringWriter();

    private int run(String... args) {
        return Sunstone.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(args);
    }

    private Path map() throws IOException {
        return Files.writeString(dir.resolve("map.ctf"), CTF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X||a*", "X||a"})
    void points_ofAMap_areATableThatIsReadAsTheMap(String axes) throws IOException {
        Path out = dir.resolve("p.csv");

        assertThat(run("points", map().toString(), "--out", out.toString(), "--crystal-axes", axes))
                .as(said.toString())
                .isZero();

        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0)).startsWith("#").endsWith(axes);
        assertThat(lines.subList(1, 5))
                .containsExactly(
                        "row,col,phase,phi1,Phi,phi2,confidence",
                        axes.equals("X||a*") ? "0,0,1,10.00000,20.00000,30.00000,0.4000" : lines.get(2),
                        "0,1,2,100.00000,40.00000,70.00000,0.2000",
                        "1,2,0,0.00000,0.00000,0.00000,0.2000");
        assertThat(lines).as("what nobody measured is no point").hasSize(5);
        EbsdPoint read = SparsePoints.read(out, 2, 3, 0.5, 1, axes.endsWith("*"))
                .points()
                .get(0);
        EbsdPoint given = SparsePoints.read(map(), 0, 0, 0, 1, true).points().get(0);
        assertThat(Math.toDegrees(LaueGroup.CUBIC.disorientation(
                        new double[] {read.w(), read.x(), read.y(), read.z()}, 0,
                        new double[] {given.w(), given.x(), given.y(), given.z()}, 0)))
                .isLessThan(1e-4);
    }

    @Test
    void points_ofATable_areRecordsOfTheTopic() throws IOException {
        StringBuilder table = new StringBuilder("x;y;phi1;Phi;phi2;phase\n");
        for (int i = 0; i < 600; i++) {
            table.append(i % 30 * 0.5)
                    .append(';')
                    .append(i / 30 * 0.5)
                    .append(";200,5;40;7;")
                    .append(i % 2)
                    .append('\n');
        }
        Path in = Files.writeString(dir.resolve("in.csv"), table), out = dir.resolve("p.json");

        assertThat(run(
                        "points",
                        in.toString(),
                        "--out",
                        out.toString(),
                        "--scan",
                        "s-1",
                        "--grid",
                        "20x30",
                        "--step-um",
                        "0.5",
                        "--seq",
                        "4"))
                .as(said.toString())
                .isZero();

        List<EbsdPoints.Point> points = new ArrayList<>();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(2);
        for (int k = 0; k < 2; k++) {
            EbsdPoints record = Codecs.EBSD_POINTS
                    .decode(lines.get(k).getBytes(StandardCharsets.UTF_8))
                    .value()
                    .orElseThrow();
            assertThat(record.scanId()).isEqualTo("s-1");
            assertThat(record.seq()).isEqualTo(4 + k);
            points.addAll(record.points());
        }
        assertThat(points)
                .hasSize(600)
                .filteredOn(p -> p.phase() == 1)
                .hasSize(300)
                .allMatch(p -> p.phi1() == 200.5);
        assertThat(points.get(599).row()).isEqualTo(19);
        assertThat(points.get(599).col()).isEqualTo(29);
        assertThat(said.toString()).contains("600 points, 300 of them indexed");
    }

    @ParameterizedTest
    @CsvSource({
        "map.ctf, p.xyz, X||a, must end in .csv or .json",
        "map.ctf, p.json, X||a, need --scan",
        "map.ctf, p.csv, X||b, --crystal-axes",
        "none.ctf, p.csv, X||a, none.ctf",
        "in.csv, p.csv, X||a, --grid ROWSxCOLS"
    })
    void points_askedForAmiss_areRefusedWithTheReason(String in, String out, String axes, String why)
            throws IOException {
        map();
        assertThat(run(
                        "points",
                        dir.resolve(in).toString(),
                        "--out",
                        dir.resolve(out).toString(),
                        "--crystal-axes",
                        axes))
                .isEqualTo(2);
        assertThat(said.toString()).contains(why);
        assertThat(dir.resolve(out)).doesNotExist();
    }
}
