package sunstone.connectors.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;

class ScanRulesTest {
    private final ScanRules rules = new ScanRules(Samples.opened());

    @Test
    void points_mixedBatch_goodOnesCountAndBadOnesAreNamed() {
        ScanRules.Checked checked = rules.points(new EbsdPoints(
                "scan-1",
                0,
                List.of(
                        point(0, 0, 1, 10, 1),
                        point(4, 0, 1, 10, 1),
                        point(0, -1, 0, 10, 1),
                        point(1, 1, 0, 10, -1),
                        point(1, 1, 9, 10, 1),
                        point(1, 1, 1, Double.NaN, 1),
                        point(1, 1, 1, 10, 1.5),
                        point(2, 2, 2, 10, 0.5))));

        assertThat(checked.indexed()).extracting(EbsdPoint::row).containsExactly(0, 2);
        assertThat(checked.notIndexed()).containsExactly(new Pixel(1, 1));
        assertThat(checked.rejected())
                .extracting(Decoded.Rejected::detail)
                .containsExactly(
                        "points[1] must lie on the grid of 4 x 5: row 4, col 0",
                        "points[2] must lie on the grid of 4 x 5: row 0, col -1",
                        "points[4].phase must be 0 or one of [1, 2]: 9",
                        "points[5] angles must be finite: NaN, 20.0, 30.0",
                        "points[6].confidence must be within 0 and 1: 1.5");
        assertThat(checked.rejected())
                .extracting(Decoded.Rejected::reason)
                .containsExactly(
                        Reason.OUTSIDE_GRID,
                        Reason.OUTSIDE_GRID,
                        Reason.UNKNOWN_PHASE,
                        Reason.NOT_FINITE,
                        Reason.OUT_OF_RANGE);
    }

    @Test
    void points_randomOnes_haveOneFateEach() {
        SplittableRandom random = new SplittableRandom(5);
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, -1e308, 1e308, Double.MIN_VALUE, -720, 360, 0};
        for (int k = 0; k < 2000; k++) {
            EbsdPoints.Point p = new EbsdPoints.Point(
                    random.nextInt(-2, 6),
                    random.nextInt(-2, 7),
                    random.nextInt(-1, 4),
                    odd[random.nextInt(odd.length)],
                    odd[random.nextInt(odd.length)],
                    odd[random.nextInt(odd.length)],
                    random.nextInt(3) - 0.5,
                    null,
                    Samples.AT);
            ScanRules.Checked checked = rules.points(new EbsdPoints("scan-1", k, List.of(p)));
            assertThat(checked.indexed().size()
                            + checked.notIndexed().size()
                            + checked.rejected().size())
                    .isEqualTo(1);
        }
    }

    @Test
    void points_hexagonalWithXParallelAStar_areTurnedToXParallelA() {
        EbsdPoint turned = only(rules, point(0, 0, 1, 10, 1));

        // phi2 of the two settings differs by 30 degrees (models/doc/physics.md section 5)
        double[] expected = new double[4];
        EulerAngles.toQuaternionDeg(10, 20, 30 + 30, expected, 0);
        assertThat(LaueGroup.HEXAGONAL.disorientation(turned.quaternion(), 0, expected, 0))
                .isLessThan(1e-9);
    }

    @Test
    void points_cubicOrXParallelA_stayAsTheyAre() {
        ScanOpened o = Samples.opened();
        ScanRules plain = new ScanRules(new ScanOpened(
                o.scanId(),
                o.specimenId(),
                1,
                4,
                5,
                0.5,
                o.phases(),
                new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), ""),
                o.pl(),
                ScanOpened.Budget.none(),
                null,
                null));
        double[] expected = new double[4];
        EulerAngles.toQuaternionDeg(10, 20, 30, expected, 0);

        assertThat(only(plain, point(0, 0, 1, 10, 1)).quaternion()).containsExactly(expected);
        assertThat(only(rules, point(0, 0, 2, 10, 1)).quaternion()).containsExactly(expected);
    }

    @Test
    void frame_rightSize_givesIntensities() {
        byte[] raw = new byte[20];
        raw[0] = (byte) 0xff;
        raw[1] = (byte) 0xff;
        raw[2] = 1;

        assertThat(rules.frame(band(3, 4, 5, PixelType.U16LE, raw)).value().orElseThrow())
                .startsWith(1f, 1 / 65535f, 0f)
                .hasSize(10);
    }

    @Test
    void frame_wrongSizeNumberOrPixel_isRejected() {
        byte[] nan = ByteBuffer.allocate(40)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(4, Float.NaN)
                .array();

        assertReason(rules.frame(band(3, 5, 4, PixelType.U8, new byte[8])), Reason.WRONG_FRAME_SIZE);
        assertReason(rules.frame(band(36, 4, 5, PixelType.U8, new byte[10])), Reason.OUT_OF_RANGE);
        assertReason(rules.frame(band(3, 4, 5, PixelType.F32LE, nan)), Reason.NOT_FINITE);
    }

    @Test
    void pixels_oneOutside_rejectsTheList() {
        assertThat(rules.pixels(List.of(new Pixel(3, 4))).value()).isPresent();
        assertReason(rules.pixels(List.of(new Pixel(0, 0), new Pixel(3, 5))), Reason.OUTSIDE_GRID);
    }

    private static EbsdPoints.Point point(int row, int col, int phase, double phi1, double confidence) {
        return new EbsdPoints.Point(row, col, phase, phi1, 20, 30, confidence, null, Samples.AT);
    }

    private static EbsdPoint only(ScanRules rules, EbsdPoints.Point p) {
        return rules.points(new EbsdPoints("scan-1", 0, List.of(p))).indexed().get(0);
    }

    private static PlFrame band(int frame, int rows, int cols, PixelType dtype, byte[] raw) {
        return new PlFrame("scan-1", frame, 30, rows, cols, 0, 2, dtype, raw);
    }

    private static void assertReason(Decoded<?> decoded, Reason reason) {
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Rejected.class, r -> assertThat(r.reason())
                .isEqualTo(reason));
    }
}
