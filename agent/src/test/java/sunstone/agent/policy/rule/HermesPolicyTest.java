package sunstone.agent.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/** A left and a right half, 40 degrees apart. */
class HermesPolicyTest {
    private static final ScanGrid GRID = new ScanGrid(24, 32, 1);
    private static final OrientationMap TRUTH = truth();

    private static OrientationMap truth() {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(GRID.col(i) < 16 ? 0 : 40), q, 4 * i);
        }
        return OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q);
    }

    private static List<EbsdPoint> points(int count) {
        SplittableRandom random = new SplittableRandom(4);
        List<EbsdPoint> points = new ArrayList<>();
        for (int pixel : random.ints(0, GRID.size()).distinct().limit(count).toArray()) {
            points.add(EbsdPoint.of(GRID.row(pixel), GRID.col(pixel), 1, TRUTH.quaternions(), 4 * pixel, 1));
        }
        return points;
    }

    private static PolicyInput input(List<EbsdPoint> points) {
        boolean[] visited = new boolean[GRID.size()];
        points.forEach(p -> visited[GRID.index(p.row(), p.col())] = true);
        Posterior nothing = new Posterior(TRUTH, new float[GRID.size()], List.of(), 0);
        return new PolicyInput(
                new Snapshot(GRID, LaueGroup.HEXAGONAL, null, points, TRUTH.valid()), nothing, visited, 1, 1);
    }

    @Test
    void suggest_twoGrains_looksForTheirBoundary() {
        List<Candidate> batch = Policies.of("hermes").suggest(input(points(40)), 5);
        assertThat(batch).hasSize(5).allSatisfy(c -> assertThat(c.why()).contains("of 2 classes"));
        assertThat(batch.get(0).col()).isBetween(12, 19);
        double rows = batch.stream().mapToInt(Candidate::row).max().orElseThrow()
                - batch.stream().mapToInt(Candidate::row).min().orElseThrow();
        assertThat(rows).as("a batch is spread").isGreaterThan(6);
    }

    @Test
    void suggest_mapThatNoLongerChanges_endsOnlyWhereItMayStop() {
        PolicyInput many = input(points(120));
        assertThat(Policies.of("hermes:stop").suggest(many, 5)).isEmpty();
        assertThat(Policies.of("hermes").suggest(many, 5)).hasSize(5);
        assertThat(Policies.of("hermes:stop").suggest(input(points(12)), 5)).hasSize(5);
    }

    @Test
    void fill_twoGrains_isTheNearestPointOfTheClass() {
        Posterior map = Policies.of("hermes").fill().sample(input(points(80)).snapshot(), 1);
        int right = 0;
        for (int i = 0; i < GRID.size(); i++) {
            right += LaueGroup.HEXAGONAL.disorientation(map.map().quaternions(), 4 * i, TRUTH.quaternions(), 4 * i)
                            < 0.01
                    ? 1
                    : 0;
        }
        assertThat(right).isGreaterThan(GRID.size() * 95 / 100);
    }

    @Test
    void adjustedRand_knownPartitions_hasTheirValue() {
        assertThat(HermesPolicy.adjustedRand(new int[] {0, 0, 1, 1}, new int[] {1, 1, 0, 0}))
                .isEqualTo(1);
        // of 15 pairs 3 are together in both, 6 in each
        assertThat(HermesPolicy.adjustedRand(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 0, 0, 1, 2}))
                .isCloseTo((3 - 6 * 6 / 15.0) / (6 - 6 * 6 / 15.0), within(1e-12));
    }
}
