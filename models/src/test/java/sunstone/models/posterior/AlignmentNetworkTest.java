package sunstone.models.posterior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

class AlignmentNetworkTest {
    private static final ScanGrid GRID = new ScanGrid(20, 20, 1);

    @Test
    void fit_tiltedReconstruction_isTurnedBackWhereNothingWasMeasured() {
        Random random = new Random(3);
        double[] tilt = new double[4];
        Quaternions.fromAxisAngle(0.6, 0, 0.8, Math.toRadians(3), tilt, 0);
        double[] truth = new double[4 * GRID.size()];
        double[] tilted = new double[truth.length];
        List<EbsdPoint> points = new ArrayList<>();
        for (int i = 0; i < GRID.size(); i++) {
            for (int c = 0; c < 4; c++) {
                truth[4 * i + c] = random.nextGaussian();
            }
            Quaternions.normalise(truth, 4 * i);
            Quaternions.multiply(truth, 4 * i, tilt, 0, tilted, 4 * i);
            if (i % 4 == 0) {
                // every tenth point is a wrong solution
                points.add(EbsdPoint.of(GRID.row(i), GRID.col(i), 1, truth, i % 40 == 0 ? 0 : 4 * i, 1));
            }
        }
        OrientationMap map = OrientationMap.full(GRID, LaueGroup.HEXAGONAL, tilted);

        OrientationMap aligned = AlignmentNetwork.fit(map, points, 1).aligned(map);

        double sum = 0;
        int n = 0;
        for (int i = 0; i < GRID.size(); i++) {
            if (i % 4 != 0) {
                sum += Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(aligned.quaternions(), 4 * i, truth, 4 * i));
                n++;
            }
        }
        assertThat(sum / n).isLessThan(0.6); // of 3
    }

    @Test
    void fit_withoutPoints_changesNothing() {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i += 4) {
            q[i] = 0.8;
            q[i + 1] = 0.6;
        }
        OrientationMap map = OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q);
        OrientationMap aligned = AlignmentNetwork.fit(map, List.of(), 1).aligned(map);
        assertThat(LaueGroup.HEXAGONAL.disorientation(q, 0, aligned.quaternions(), 0))
                .isLessThan(1e-9);
    }
}
