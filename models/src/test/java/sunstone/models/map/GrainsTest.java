package sunstone.models.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;

class GrainsTest {
    /** A map from turns about z in degrees; 1000 marks a pixel that is not valid. */
    private static OrientationMap map(int rows, int cols, double... degrees) {
        double[] q = new double[4 * degrees.length];
        boolean[] valid = new boolean[degrees.length];
        for (int i = 0; i < degrees.length; i++) {
            Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(degrees[i]), q, 4 * i);
            valid[i] = degrees[i] < 1000;
        }
        return new OrientationMap(new ScanGrid(rows, cols, 1), LaueGroup.HEXAGONAL, q, valid);
    }

    @Test
    void of_regions_areLabelledInRowMajorOrder() {
        Grains g = Grains.of(map(3, 3, 0, 1, 40, 40, 0, 40, 41, 1000, 0));
        assertThat(g.labels()).containsExactly(0, 0, 1, 2, 0, 1, 2, -1, 3);
        assertThat(g.sizes()).containsExactly(3, 2, 2, 1);
        assertThat(g.count()).isEqualTo(4);
        assertThat(g.count(2)).isEqualTo(3);
    }

    @Test
    void of_gradient_isOneGrainThroughSmallSteps() {
        assertThat(Grains.of(map(1, 5, 0, 4, 8, 12, 16)).count()).isEqualTo(1);
        assertThat(Grains.of(map(1, 5, 0, 4, 8, 12, 16), 3).count()).isEqualTo(5);
    }

    @Test
    void of_lateJoin_mergesLabels() {
        // a U: its arms meet only in the last row
        assertThat(Grains.of(map(2, 3, 0, 40, 0, 0, 0, 0)).labels()).containsExactly(0, 1, 0, 0, 0, 0);
    }

    @Test
    void of_nothingValid_hasNoGrains() {
        assertThat(Grains.of(map(1, 2, 1000, 1000)).count()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Grains.of(map(1, 1, 0), Double.NaN));
    }
}
