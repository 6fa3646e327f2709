package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

class PlWindowTest {
    private static final double[] Q = {1, 0, 0, 0};

    @Test
    void of_smallImage_isTheWhole() {
        PlImage image = image(100, 120);
        List<EbsdPoint> points = points(image.grid(), 900);

        assertThat(PlWindow.of(image, points, expected(image.grid(), points)).pl())
                .isSameAs(image);
    }

    @Test
    void of_largeImageWithFewPoints_isTheWhole() {
        PlImage image = image(300, 400);
        List<EbsdPoint> points = points(image.grid(), 300);

        assertThat(PlWindow.of(image, points, expected(image.grid(), points)).points())
                .isSameAs(points);
    }

    @Test
    void of_largeImageWithManyPoints_keepsEnoughOfThemOnTheirLight() {
        PlImage image = image(400, 500);
        List<EbsdPoint> points = points(image.grid(), 4000);

        PlWindow window = PlWindow.of(image, points, expected(image.grid(), points));

        assertThat(window.pl().grid().size()).isLessThan(1 << 16);
        assertThat(window.points().size()).isGreaterThan(400);
        ScanGrid its = window.pl().grid();
        for (int j = 0; j < window.points().size(); j++) {
            EbsdPoint p = window.points().get(j);
            for (int c = 0; c < 5; c++) {
                assertThat(window.pl().harmonics()[c * its.size() + its.index(p.row(), p.col())])
                        .isEqualTo(window.expected()[5 * j + c]);
            }
        }
    }

    /** Every channel of every pixel has a value of its own. */
    private static PlImage image(int rows, int cols) {
        ScanGrid grid = new ScanGrid(rows, cols, 1);
        float[] channels = new float[5 * grid.size()];
        for (int i = 0; i < channels.length; i++) {
            channels[i] = i;
        }
        return new PlImage(grid, channels, new float[5]);
    }

    private static float[] expected(ScanGrid grid, List<EbsdPoint> points) {
        float[] light = new float[5 * points.size()];
        for (int j = 0; j < points.size(); j++) {
            EbsdPoint p = points.get(j);
            for (int c = 0; c < 5; c++) {
                light[5 * j + c] = c * grid.size() + grid.index(p.row(), p.col());
            }
        }
        return light;
    }

    private static List<EbsdPoint> points(ScanGrid grid, int count) {
        SplittableRandom random = new SplittableRandom(5);
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            points.add(EbsdPoint.of(random.nextInt(grid.rows()), random.nextInt(grid.cols()), 1, Q, 0, 1));
        }
        return points;
    }
}
