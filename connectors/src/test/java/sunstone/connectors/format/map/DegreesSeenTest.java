package sunstone.connectors.format.map;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DegreesSeenTest {
    private static DegreesSeen angles(double most) {
        DegreesSeen seen = new DegreesSeen(DegreesSeen.OF_A_MAP);
        for (int k = 1; k <= 20; k++) {
            seen.take(most * k / 20, Math.min(3, most) * k / 20, most / k);
        }
        return seen;
    }

    @Test
    void refuseRadians_anglesAroundTheWholeCircle_areRefused() {
        assertThatThrownBy(angles(6.2)::refuseRadians)
                .isInstanceOf(MalformedFile.class)
                .hasMessageContaining("these are radians");
    }

    @Test
    void refuseRadians_crystalHardlyTurnedInDegrees_isTaken() {
        assertThatCode(angles(0.6)::refuseRadians).doesNotThrowAnyException();
    }

    @Test
    void refuseRadians_anglesInDegrees_areTaken() {
        assertThatCode(angles(350)::refuseRadians).doesNotThrowAnyException();
    }
}
