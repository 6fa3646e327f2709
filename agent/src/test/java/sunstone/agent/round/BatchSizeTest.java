package sunstone.agent.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.Travel;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

class BatchSizeTest {
    private static final ScanGrid GRID = new ScanGrid(10, 10, 1);
    private static final BatchSize SIZE = new BatchSize(4, 24);

    @Test
    void of_undecidedEverywhere_isTheLeastHoweverSlowInferenceIs() {
        assertThat(size(SIZE, 100, 1000)).isEqualTo(4);
        assertThat(size(SIZE, 100, Double.NaN)).isEqualTo(4);
    }

    @Test
    void of_decided_isWhatTheInstrumentMeasuresDuringAWait() {
        assertThat(size(SIZE, 0, 1000)).isEqualTo(24);
        assertThat(size(SIZE, 0, 13)).isEqualTo(13);
        assertThat(size(SIZE, 0, 0.1))
                .isEqualTo(4); // inference is faster than one point: no point need be spent blindly
        assertThat(size(SIZE, 0, Double.NaN)).isEqualTo(24);
    }

    @Test
    void of_halfDecided_isBetween() {
        assertThat(size(SIZE, 50, 24)).isEqualTo(14);
    }

    @Test
    void worth_jobsThatAreDear_hasFewerAndLargerOnes() {
        assertThat(SIZE.worth(new Travel(50, 5, 0.02))).isEqualTo(SIZE);
        assertThat(SIZE.worth(new Travel(50, 0, 0.02, 500))).isEqualTo(new BatchSize(10, 24));
        assertThat(SIZE.worth(new Travel(50, 0, 0.02, 5000))).isEqualTo(BatchSize.fixed(24));
        assertThat(BatchSize.fixed(8).worth(new Travel(50, 0, 0.02, 5000))).isEqualTo(BatchSize.fixed(8));
    }

    @Test
    void of_fixed_isAlwaysTheSame() {
        assertThat(size(BatchSize.fixed(8), 100, 1000)).isEqualTo(8);
        assertThat(size(BatchSize.fixed(8), 0, 0.1)).isEqualTo(8);
    }

    @Test
    void of_pixelsThatNobodyWants_doNotCount() {
        boolean[] region = new boolean[GRID.size()];
        Arrays.fill(region, 50, 100, true); // the undecided ones are the first 50

        assertThat(SIZE.of(posterior(50), snapshot(region), 24)).isEqualTo(24);
    }

    @Test
    void batchSize_mostBelowLeast_isRefused() {
        assertThatThrownBy(() -> new BatchSize(8, 4)).hasMessageContaining("8 to 4");
        assertThatThrownBy(() -> BatchSize.fixed(0)).hasMessageContaining("at least 1 point");
    }

    private static int size(BatchSize size, int undecided, double pointsPerWait) {
        boolean[] everything = new boolean[GRID.size()];
        Arrays.fill(everything, true);
        return size.of(posterior(undecided), snapshot(everything), pointsPerWait);
    }

    private static Snapshot snapshot(boolean[] region) {
        return new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(), region);
    }

    /** The first pixels have 40 degrees of uncertainty, the others 1. */
    private static Posterior posterior(int undecided) {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i += 4) {
            q[i] = 1;
        }
        float[] uncertainty = new float[GRID.size()];
        Arrays.fill(uncertainty, 1);
        Arrays.fill(uncertainty, 0, undecided, 40);
        return new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q), uncertainty, List.of(), 0);
    }
}
