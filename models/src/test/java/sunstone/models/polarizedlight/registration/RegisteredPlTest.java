package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlImage;

class RegisteredPlTest {
    private static final int SIZE = 64;

    private final Patchwork section = new Patchwork(SIZE, 12, 4);

    @Test
    void placed_mostPointsBesideBoundariesOfLightAPixelOff_stillTakesTheOpticsForRight() {
        PlImage light = section.light(0.01, 1, 0);
        List<EbsdPoint> points = Stream.of(points(80, i -> grain(i) != grain(i + 1)), points(60, this::inside))
                .flatMap(List::stream)
                .toList();

        assertThat(RegisteredPl.placed(light, points).optics()).isTrue();
    }

    @Test
    void placed_lightThatIsBentInsideOfGrains_comparesLightWithLight() {
        PlImage light = section.light(0.01, 0, 0);
        float[] bent = light.harmonics();
        for (int i = 0; i < bent.length; i++) {
            bent[i] *= 0.6f;
        }

        assertThat(RegisteredPl.placed(PlImage.of(section.grid(), bent), points(60, this::inside))
                        .optics())
                .isFalse();
    }

    private int grain(int pixel) {
        return section.grain()[pixel];
    }

    /** Whether all pixels within two are of one grain. */
    private boolean inside(int pixel) {
        return IntStream.rangeClosed(-2, 2).allMatch(row -> IntStream.rangeClosed(-2, 2)
                .allMatch(col -> grain(pixel + row * SIZE + col) == grain(pixel)));
    }

    private List<EbsdPoint> points(int count, IntPredicate where) {
        return IntStream.range(0, (SIZE - 4) * (SIZE - 4))
                .map(k -> (k * 131) % ((SIZE - 4) * (SIZE - 4))) // all of them, far from one another
                .map(k -> section.grid().index(2 + k / (SIZE - 4), 2 + k % (SIZE - 4)))
                .filter(where)
                .limit(count)
                .mapToObj(i -> section.point(i, 0))
                .toList();
    }
}
