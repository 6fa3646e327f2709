package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/** Tables of points as people write them. */
class SparsePointsTest {
    private static final Path PLAIN = SharedFiles.reference("cases/51-csv/plain.csv");

    @TempDir
    Path dir;

    private static SparsePoints read(Path file, double stepUm, @Nullable Integer phase) {
        return SparsePoints.read(file, 48, 48, stepUm, phase, true);
    }

    private SparsePoints changed(UnaryOperator<String> change) throws IOException {
        String text = Files.readString(PLAIN);
        assertThat(change.apply(text)).isNotEqualTo(text);
        return read(Files.writeString(dir.resolve("a.csv"), change.apply(text)), 0, null);
    }

    private static void samePoints(SparsePoints points) {
        SparsePoints plain = read(PLAIN, 0, null);
        assertThat(plain.points()).hasSizeGreaterThan(50);
        assertThat(points.points()).hasSameSizeAs(plain.points());
        for (int i = 0; i < plain.points().size(); i++) {
            EbsdPoint a = points.points().get(i), b = plain.points().get(i);
            assertThat(a.row()).isEqualTo(b.row());
            assertThat(a.col()).isEqualTo(b.col());
            assertThat(new double[] {a.w(), a.x(), a.y(), a.z()}).isEqualTo(new double[] {b.w(), b.x(), b.y(), b.z()});
        }
    }

    @Test
    void onto_wholeFactorAndOther_placesPixelsOnTheFinerRaster() {
        SparsePoints coarse = read(PLAIN, 1, null);
        EbsdPoint first = coarse.points().get(0);

        SparsePoints twice = coarse.onto(95, 96); // every second row of 95 are 48
        assertThat(twice.grid()).isEqualTo(new ScanGrid(95, 96, 0.5));
        assertThat(twice.points()).hasSameSizeAs(coarse.points());
        assertThat(twice.map().measured(twice.grid().index(2 * first.row(), 2 * first.col())))
                .isTrue();
        assertThat(twice.points())
                .allSatisfy(p -> assertThat(p.row() % 2 + p.col() % 2).isZero());

        SparsePoints more = coarse.onto(72, 120); // 1.5 and 2.5 times as many
        assertThat(more.points()).hasSameSizeAs(coarse.points());
        assertThat(more.map().measured(more.grid().index((int) ((first.row() + 0.5) * 1.5), (int)
                        ((first.col() + 0.5) * 2.5))))
                .isTrue();
        assertThatThrownBy(() -> coarse.onto(40, 96)).hasMessageContaining("coarser raster of 40 x 96");
    }

    @Test
    void read_byteOrderMark_isPassedOver() {
        samePoints(read(SharedFiles.reference("cases/51-csv/bom.csv"), 0, null));
    }

    @Test
    void read_everyRowOfPhaseTwo_usesThePointsAndSaysSo() {
        SparsePoints points = read(SharedFiles.reference("cases/51-csv/phase2.csv"), 0, null);
        samePoints(points);
        assertThat(points.phase().id()).isEqualTo(2);
        assertThat(points.map().notes()).singleElement().asString().contains("phase 2 was taken");
        assertThatThrownBy(() -> read(SharedFiles.reference("cases/51-csv/phase2.csv"), 0, 1))
                .hasMessageContaining("no point of phase 1");
    }

    @Test
    void read_otherSeparatorsCommasCaseBlanksAndComments_areTheSamePoints() throws IOException {
        samePoints(changed(s -> s.replace(',', ';')));
        samePoints(changed(s -> s.replace(',', ';').replace('.', ',')));
        samePoints(changed(s -> s.replace(',', '\t')));
        samePoints(changed(s -> s.replace(',', '\t').replace('.', ',')));
        samePoints(changed(s -> s.replace(",", "  ")));
        samePoints(changed(s -> s.replace(",", " , ")));
        samePoints(changed(s -> s.replace("row,col,phi1,Phi,phi2", "ROW,Column,PHI1,PHI,Phi2")));
        samePoints(changed(s -> s.replace("row,col,phi1,Phi,phi2", "Row,Col,Euler1 (deg),Euler2 (deg),Euler3 (deg)")));
        samePoints(changed(s -> "# measured on Monday\n\n" + s.replaceFirst("\n", "\n# the points\n")));
        samePoints(changed(s -> s.replace("\n", "\r")));
        samePoints(changed(s -> s.replaceAll("(\\d+\\.\\d+)", "\"$1\"")));
        samePoints(changed(s -> s.replace("\n", ",,\n")));
        samePoints(changed(s -> "sep=,\n" + s + ",,,,\n,,,,\n")); // as Excel leaves them
        samePoints(changed(s -> s.replaceFirst("\n0", " # in degrees\n0").replaceFirst("\n1", ",# checked\n1")));
        samePoints(changed(s -> s.replace("phi1,Phi,phi2", "\u03c61,\u03a6,\u03c62")));
        Path utf16 = Files.write(
                dir.resolve("u.csv"), ("\ufeff" + Files.readString(PLAIN)).getBytes(StandardCharsets.UTF_16LE));
        samePoints(read(utf16, 0, null));
    }

    @Test
    void read_micrometres_needTheStep() throws IOException {
        StringBuilder table = new StringBuilder("x_um,y_um,phi1,Phi,phi2\n");
        Files.readAllLines(PLAIN).stream().skip(1).forEach(l -> {
            String[] f = l.split(",");
            table.append(0.5 * Integer.parseInt(f[1]) + "," + 0.5 * Integer.parseInt(f[0]) + ",");
            table.append(f[2] + "," + f[3] + "," + f[4] + "\n");
        });
        Path file = Files.writeString(dir.resolve("um.csv"), table);
        SparsePoints points = read(file, 0.5, null);
        samePoints(points);
        assertThat(points.grid().stepUm()).isEqualTo(0.5);
        assertThatThrownBy(() -> read(file, 0, null)).hasMessageContaining("needs the step");
        assertThatThrownBy(() -> read(file, 0.4, null)).hasMessageContaining("steps of 0.4 um");
    }

    @Test
    void read_radians_areRefused() throws IOException {
        StringBuilder table = new StringBuilder("row,col,phi1,Phi,phi2\n");
        Files.readAllLines(PLAIN).stream().skip(1).forEach(l -> {
            String[] f = l.split(",");
            table.append(f[0] + "," + f[1]);
            for (int k = 2; k < 5; k++) {
                table.append("," + Math.toRadians(Double.parseDouble(f[k])));
            }
            table.append("\n");
        });
        Path file = Files.writeString(dir.resolve("r.csv"), table);
        assertThatThrownBy(() -> read(file, 0, null))
                .hasMessageContaining("radians")
                .hasMessageContaining("degrees");
        assertThatThrownBy(() -> changed(s -> s.replace("phi1,Phi,phi2", "phi1 (rad),Phi (rad),phi2 (rad)")))
                .hasMessageContaining("phi1 (rad)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "row,col,phi1,Phi,phi2|row,col,phi1,Phi,phi3|needs columns",
                "164.7286|x|phi1 \"x\"",
                "0,4,|0,4.5,|col 4.5",
                "0,4,|0,99,|col 99",
                "0,4,164.7286|0,4,164,7286|decimal commas need another separator",
                "row,col|X (mm),Y (mm)|\"X (mm)\", needed are micrometres",
                "row,col|x_nm,y_nm|\"x_nm\", needed are micrometres",
                "row,col,phi1|row,phi1,phi1|two columns phi1",
                "164.7286|1e9|1.0E9 degrees, allowed is up to 720"
            })
    void read_oneThingWrong_isRefusedNamingIt(String from, String to, String why) {
        assertThatThrownBy(() -> changed(s -> s.replaceFirst(from, to)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.csv")
                .hasMessageContaining(why);
    }

    @Test
    void read_noIndexedPoint_isRefused() throws IOException {
        Path file = Files.writeString(dir.resolve("z.csv"), "row,col,phi1,Phi,phi2,phase\n1,1,10,20,30,0\n");
        assertThatThrownBy(() -> read(file, 0, null)).hasMessageContaining("no indexed point");
    }

    /** Of a whole two-phase map only what is of the phase or was never measured is open. */
    @Test
    void open_twoPhaseMap_leavesOtherPhasesAndPointsInVainAlone() {
        SparsePoints points = read(SharedFiles.reference("cases/00-control/lf.ctf"), 0, null);
        assertThat(points.points()).hasSize(334);
        assertThat(points.grid().cols()).isEqualTo(30);
        int open = 0;
        for (boolean o : points.open()) {
            open += o ? 1 : 0;
        }
        assertThat(open).isEqualTo(334);
    }
}
