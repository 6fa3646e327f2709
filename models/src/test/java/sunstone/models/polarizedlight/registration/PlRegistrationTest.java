package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.models.Patchwork;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;

class PlRegistrationTest {
    private final Patchwork section = new Patchwork(64, 60, 4);

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 0, 0.1", "1, 0, 0", "0, -1, 0.05", "-1, 1, 0.1"})
    void estimate_imageShiftedByWholePixels_findsTheShift(int dx, int dy, double noise) {
        List<EbsdPoint> points = section.points(150);
        double[] shift = estimate(section.light(noise, dx, dy), points);
        // pixel (x, y) shows what lies at (x + dx, y + dy), so what lies at (x, y) stands at (x - dx, y - dy)
        assertThat(shift[0]).isEqualTo(-dx, within(0.11));
        assertThat(shift[1]).isEqualTo(-dy, within(0.11));
    }

    @ParameterizedTest
    @CsvSource({"0.7, 0.4, 0", "0.7, 0.4, 0.1", "-0.5, 0.3, 0.05", "0, 0, 0.1"})
    void estimate_pixelsMixedByAShiftOfAFraction_findsTheShift(double dx, double dy, double noise) {
        double[] shift = estimate(section.areaLight(noise, dx, dy), section.points(200));
        assertThat(shift[0]).isEqualTo(-dx, within(0.31));
        assertThat(shift[1]).isEqualTo(-dy, within(0.31));
    }

    @Test
    void estimate_everyTenthPointWrong_findsTheShift() {
        List<EbsdPoint> points = section.points(150);
        for (int k = 0; k < points.size(); k += 10) {
            points.set(
                    k,
                    section.wrong(section.grid()
                            .index(points.get(k).row(), points.get(k).col())));
        }
        double[] shift = estimate(section.light(0, 1, -1), points);
        assertThat(shift[0]).isEqualTo(-1, within(0.11));
        assertThat(shift[1]).isEqualTo(1, within(0.11));
    }

    @Test
    void estimate_noPoints_isZero() {
        assertThat(estimate(section.light(0, 1, 1), List.of())).containsExactly(0, 0);
    }

    @Test
    void resample_wholePixels_movesTheImageBack() {
        float[] there = section.light(0, 0, 0).harmonics();
        float[] back =
                PlRegistration.resample(section.grid(), section.light(0, 1, -1).harmonics(), new double[] {-1, 1});
        for (int row = 2; row < 62; row++) {
            for (int col = 2; col < 62; col++) {
                int i = section.grid().index(row, col);
                assertThat(back[i]).isEqualTo(there[i], within(1e-5f));
            }
        }
    }

    private static double[] estimate(PlImage pl, List<EbsdPoint> points) {
        return PlRegistration.estimate(pl, pl.harmonics(), points, expected(points));
    }

    private static float[] expected(List<EbsdPoint> points) {
        float[] out = new float[PlImage.CHANNELS * points.size()];
        double[] h = new double[PlImage.CHANNELS];
        for (int j = 0; j < points.size(); j++) {
            UniaxialOptics.canonical().harmonics(points.get(j).quaternion(), 0, h, 0);
            for (int c = 0; c < h.length; c++) {
                out[PlImage.CHANNELS * j + c] = PlScaling.canonical().scale(c, h[c]);
            }
        }
        return out;
    }
}
