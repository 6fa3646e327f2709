package sunstone.agent.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.agent.policy.Travel;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.RegionFill;
import sunstone.models.posterior.Snapshot;

/** A ground of 24 x 30 pixels with a block of 9 x 11 and one of 5 x 7 in other colours. */
class SegmentsPolicyTest {
    private static final ScanGrid GRID = new ScanGrid(24, 30, 1);
    private static final int LARGE = GRID.index(7, 9);
    private static final int SMALL = GRID.index(17, 22);

    private final AcquisitionPolicy policy = Policies.of("segments");

    private static boolean inLarge(int row, int col) {
        return row >= 3 && row < 12 && col >= 4 && col < 15;
    }

    private static boolean inSmall(int row, int col) {
        return row >= 15 && row < 20 && col >= 19 && col < 26;
    }

    @Test
    void suggest_threeRegions_takesTheirMiddlesTheLargestFirst() {
        List<Candidate> batch = policy.suggest(input(new boolean[GRID.size()], new boolean[GRID.size()]), 3);

        Candidate ground = batch.get(0);
        assertThat(inLarge(ground.row(), ground.col()) || inSmall(ground.row(), ground.col()))
                .isFalse();
        assertThat(batch.subList(1, 3)).extracting(SegmentsPolicyTest::pixel).containsExactly(LARGE, SMALL);
        assertThat(batch.get(1).why()).contains("99 pixels");
    }

    @Test
    void suggest_regionWithAPointOrOneOnTheWay_isNotAskedForAgain() {
        boolean[] visited = new boolean[GRID.size()];
        visited[0] = true;
        visited[GRID.index(3, 4)] = true;

        assertThat(pixel(policy.suggest(input(visited, new boolean[GRID.size()]), 1)
                        .get(0)))
                .isEqualTo(SMALL);
    }

    @Test
    void suggest_pointThatFailed_isTriedAgainElsewhereAndLater() {
        boolean[] visited = new boolean[GRID.size()];
        boolean[] failed = new boolean[GRID.size()];
        visited[0] = true;
        visited[LARGE] = true;
        visited[GRID.index(7, 10)] = true;
        failed[LARGE] = true;
        failed[GRID.index(7, 10)] = true;

        List<Candidate> batch = policy.suggest(input(visited, failed), 2);

        assertThat(pixel(batch.get(0))).isEqualTo(SMALL); // 35 pixels, the other counts for 99 / 4
        Candidate again = batch.get(1);
        assertThat(inLarge(again.row(), again.col())).isTrue();
        assertThat(Math.hypot(again.row() - 7, again.col() - 9.5)).isGreaterThan(5);
        assertThat(again.why()).contains("without a result");
    }

    @Test
    void suggest_everyRegionHasItsPoint_goesOnWithKCenter() {
        boolean[] visited = new boolean[GRID.size()];
        visited[0] = true;
        visited[LARGE] = true;
        visited[SMALL] = true;
        PolicyInput in = input(visited, new boolean[GRID.size()]);

        assertThat(policy.suggest(in, 4)).isEqualTo(Policies.of("pl-k-center").suggest(in, 4));
    }

    @Test
    void fill_ofItsPoints_isPaintingByNumbers() {
        assertThat(policy.fill()).isInstanceOf(RegionFill.class);
        assertThat(policy.adaptive()).isFalse();
    }

    private static int pixel(Candidate c) {
        return GRID.index(c.row(), c.col());
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static PolicyInput input(boolean[] visited, boolean[] failed) {
        float[] h = new float[PlImage.CHANNELS * GRID.size()];
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            h[i] = inLarge(i / 30, i % 30) ? 0.5f : inSmall(i / 30, i % 30) ? -0.5f : 0;
            q[4 * i] = 1;
        }
        PlImage pl = new PlImage(GRID, h, new float[PlImage.CHANNELS]);
        Snapshot snapshot = new Snapshot(GRID, LaueGroup.HEXAGONAL, PlFit.made(pl), List.of(), null);
        Posterior posterior =
                new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q), new float[GRID.size()], List.of(), 0);
        return new PolicyInput(snapshot, posterior, visited, failed, Travel.DEFAULT, 1, 1);
    }
}
