package sunstone.agent.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

class PlateTest {
    private static final ScanGrid GRID = new ScanGrid(40, 60, 0.5);

    @Test
    void image_mapOfSixtyColumns_isEnlargedByNine() throws IOException {
        OrientationMap map = twoGrains();

        BufferedImage plate = Plate.of(MapRendering.ipf(map, SampleAxis.Z), GRID)
                .title("A map")
                .points(List.of(new EbsdPoint(20, 30, 1, 1, 0, 0, 0, 1)))
                .boundaries(Grains.of(map))
                .ipfKey(IpfKey.classic(LaueGroup.HEXAGONAL), "Z")
                .image();

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.bytes(plate)));
        assertThat(read.getWidth()).isBetween(9 * 60, 9 * 60 + 200);
        assertThat(read.getHeight()).isBetween(9 * 40, 9 * 40 + 80);
        // a whole map pixel has one colour, away from lines and points
        assertThat(read.getRGB(10 + 9 * 5, 30 + 9 * 5)).isEqualTo(read.getRGB(10 + 9 * 5 + 8, 30 + 9 * 5 + 8));
        assertThat(read.getRGB(10 + 9 * 5, 30 + 9 * 5) & 0xffffff).isEqualTo(0xff0000); // c along the normal
    }

    @Test
    void ipf_pixelThatIsNotValid_isGrey() {
        OrientationMap map = twoGrains();
        map.valid()[0] = false;

        assertThat(MapRendering.ipf(map, SampleAxis.Z).getRGB(0, 0) & 0xffffff).isEqualTo(MapRendering.NOTHING);
    }

    @Test
    void scalar_endsAndNaN_areTheEndsOfTheMapAndGrey() {
        float[] values = {0, 10, Float.NaN, 5};

        BufferedImage image = MapRendering.scalar(
                new ScanGrid(1, 4, 1), values, new boolean[] {true, true, true, false}, 10, ColourMap.MAGMA);

        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0x000004);
        assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(0xfcfdbf);
        assertThat(image.getRGB(2, 0) & 0xffffff).isEqualTo(MapRendering.NOTHING);
        assertThat(image.getRGB(3, 0) & 0xffffff).isEqualTo(MapRendering.NOTHING);
    }

    @Test
    void roundLength_limits_areOneTwoFive() {
        assertThat(ScaleBar.roundLength(9.9)).isEqualTo(5);
        assertThat(ScaleBar.roundLength(49)).isEqualTo(20);
        assertThat(ScaleBar.roundLength(1.9)).isEqualTo(1);
        assertThat(ScaleBar.roundLength(0.3)).isEqualTo(0.2);
    }

    @Test
    void rgb_magma_growsLighterAllTheWay() {
        double before = -1;
        for (int k = 0; k <= 100; k++) {
            int rgb = ColourMap.MAGMA.rgb(k / 100.0);
            double luminance = 0.2126 * (rgb >> 16 & 255) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255);
            assertThat(luminance).isGreaterThan(before);
            before = luminance;
        }
        assertThat(ColourMap.MAGMA.rgb(Double.NaN)).isEqualTo(0x000004);
    }

    /** Left c along the normal, right tilted by 90 degrees. */
    private static OrientationMap twoGrains() {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            boolean left = i % GRID.cols() < 30;
            q[4 * i] = left ? 1 : Math.sqrt(0.5);
            q[4 * i + 1] = left ? 0 : Math.sqrt(0.5);
        }
        return OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q);
    }
}
