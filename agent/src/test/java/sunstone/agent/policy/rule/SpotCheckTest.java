package sunstone.agent.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

class SpotCheckTest {
    private static final ScanGrid GRID = new ScanGrid(20, 20, 1);

    @Test
    void among_someColumnsOfTheStratum_drawsOpenPixelsOfThemOnly() {
        boolean[] visited = new boolean[GRID.size()];
        for (int row = 0; row < GRID.rows(); row++) {
            visited[GRID.index(row, 3)] = true;
        }

        List<Candidate> checks = SpotCheck.among(input(visited), 1, 3, 30);

        assertThat(checks).hasSize(30).allSatisfy(c -> {
            assertThat(c.col()).isBetween(4, 8); // columns 3 to 8 claim 1.03 to 2.70 degrees
            assertThat(c.why()).contains("spot check").contains("1 to 3 degrees");
        });
        assertThat(checks).extracting(c -> GRID.index(c.row(), c.col())).doesNotHaveDuplicates();
    }

    @Test
    void among_fewerPixelsThanAskedFor_drawsThemAll() {
        boolean[] visited = new boolean[GRID.size()];
        Arrays.fill(visited, true);
        visited[GRID.index(7, 5)] = false;

        assertThat(SpotCheck.among(input(visited), 1, 3, 4)).hasSize(1);
    }

    /** Column k claims an uncertainty of k / 3 degrees and a little more. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static PolicyInput input(boolean[] visited) {
        double[] q = new double[4 * GRID.size()];
        float[] claimed = new float[GRID.size()];
        for (int i = 0; i < claimed.length; i++) {
            q[4 * i] = 1;
            claimed[i] = (i % GRID.cols() + 0.1f) / 3;
        }
        Posterior posterior = new Posterior(
                OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q), claimed, List.of(new float[q.length]), 0);
        Snapshot snapshot = new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(), null);
        return new PolicyInput(snapshot, posterior, visited, 1, 1);
    }
}
