package sunstone.models.polarizedlight.calibration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sunstone.models.Patchwork;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.calibration.LightCalibration.Verdict;
import sunstone.models.polarizedlight.stack.PlFit;

/** Light that lies otherwise than declared, and angles in other axes than those that the optics were learnt with. */
class FrameHintTest {
    private static final int SIZE = 64;
    private final Patchwork section = new Patchwork(SIZE, 60, 3);

    @ParameterizedTest
    @EnumSource(
            names = {
                "LIGHT_MIRRORED_LEFT_RIGHT",
                "LIGHT_MIRRORED_TOP_DOWN",
                "LIGHT_HALF_TURN",
                "LIGHT_TRANSPOSED",
                "LIGHT_QUARTER_RIGHT",
                "LIGHT_QUARTER_LEFT"
            })
    void learnt_lightThatLiesOtherwise_isContradictedAndSaysHow(FrameHint hint) {
        PlImage right = section.areaLight(0.01, 0, 0);
        PlImage declared = inverse(hint).placed(right);
        assertThat(hint.placed(declared).harmonics()).isEqualTo(right.harmonics());

        LearntLight light = learnt(declared);

        assertThat(light.verdict()).isEqualTo(Verdict.CONTRADICTED);
        assertThat(light.hint()).isEqualTo(hint);
    }

    @Test
    void learnt_lightOfAnotherSection_hintsAtNothing() {
        PlImage other = new Patchwork(SIZE, 60, 4).areaLight(0.01, 0, 0);
        LearntLight light = learnt(other);
        assertThat(light.verdict()).isEqualTo(Verdict.CONTRADICTED);
        assertThat(light.hint()).isNull();
    }

    @Test
    void learnt_lightAsDeclared_hintsAtNothing() {
        LearntLight light = learnt(section.areaLight(0.01, 0, 0));
        assertThat(light.hint()).isNull();
    }

    /** Optics were learnt with right angles; now they come in axes of another convention. */
    @ParameterizedTest
    @CsvSource({"0, -1, ANGLES_HALF_TURN", "90, 1, ANGLES_QUARTER", "90, -1, ANGLES_EXCHANGED", "4, 1, ", "45, 1, "})
    void ofResidual_zeroAndSense_namesTheConvention(double zeroDeg, int sense, FrameHint hint) {
        assertThat(FrameHint.ofResidual(Optics.of(0.5, 0, zeroDeg, sense, 1))).isEqualTo(hint);
    }

    private static FrameHint inverse(FrameHint hint) {
        return switch (hint) {
            case LIGHT_QUARTER_LEFT -> FrameHint.LIGHT_QUARTER_RIGHT;
            case LIGHT_QUARTER_RIGHT -> FrameHint.LIGHT_QUARTER_LEFT;
            default -> hint;
        };
    }

    private LearntLight learnt(PlImage image) {
        return requireNonNull(PlFit.made(image, Optics.CANONICAL).learnt(section.grid(), points(27)));
    }

    private List<EbsdPoint> points(int count) {
        SplittableRandom random = new SplittableRandom(8);
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            points.add(section.point(random.nextInt(SIZE * SIZE), 0.5));
        }
        return points;
    }
}
