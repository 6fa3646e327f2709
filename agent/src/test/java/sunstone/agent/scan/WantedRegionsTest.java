package sunstone.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.RegionRuns;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/** A row of ten pixels; what operators draw on it. */
class WantedRegionsTest {
    private static final int N = 10;
    private static final ScanGrid GRID = new ScanGrid(1, N, 1);

    private final OperatorConstraints constraints = new OperatorConstraints(N, Budget.UNLIMITED);
    private final boolean[] visited = new boolean[N];

    @Test
    void preferred_uncertainAboveItsLimit_leavesOutAllElse() {
        take(Control.Action.PREFER, 3.0, 0, 1, 2);

        assertThat(unwanted(4)).containsExactly(3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void preferred_atItsLimit_hasHadEnough() {
        take(Control.Action.PREFER, 3.0, 0, 1, 2);

        assertThat(unwanted(3)).isEmpty();
    }

    @Test
    void preferred_withoutALimit_endsWithItsLastPixel() {
        take(Control.Action.PREFER, null, 0, 1);
        assertThat(unwanted(0.1f)).hasSize(8);

        visited[0] = true;
        visited[1] = true;

        assertThat(unwanted(50)).isEmpty();
    }

    @Test
    void preferred_severalWithLimits_countTogether() {
        take(Control.Action.PREFER, 3.0, 0);
        take(Control.Action.PREFER, 3.0, 9);

        assertThat(unwanted(4)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void preferred_withoutALimit_replacesThoseBefore() {
        take(Control.Action.PREFER, 3.0, 0);
        take(Control.Action.PREFER, null, 9);

        assertThat(constraints.regions()).hasSize(1);
        assertThat(unwanted(4)).doesNotContain(9).contains(0);
    }

    @Test
    void forbidden_insideAPreferredOne_staysForbidden() {
        take(Control.Action.PREFER, 3.0, 0, 1, 2);
        take(Control.Action.FORBID, null, 1);

        assertThat(unwanted(4)).contains(1).doesNotContain(0, 2);
    }

    @Test
    void undo_takesBackTheNewestOnly() {
        take(Control.Action.PREFER, 3.0, 0);
        take(Control.Action.FORBID, null, 5);

        Answer answer = take(Control.Action.UNDO, null);

        assertThat(answer.taken()).isTrue();
        assertThat(constraints.forbidden()).isNull();
        assertThat(constraints.regions()).hasSize(1);
        take(Control.Action.UNDO, null);
        assertThat(take(Control.Action.UNDO, null).taken()).isFalse();
    }

    private Answer take(Control.Action action, @Nullable Double untilDeg, int... pixels) {
        boolean[] inside = new boolean[N];
        for (int p : pixels) {
            inside[p] = true;
        }
        RegionRuns region = pixels.length == 0 ? null : RegionRuns.of(inside);
        return constraints.take(new Control("s", action, region, untilDeg, null, "Ada", Instant.EPOCH));
    }

    /** Pixels that are left out where everything is uncertain alike. */
    private List<Integer> unwanted(float degrees) {
        float[] uncertainty = new float[N];
        Arrays.fill(uncertainty, degrees);
        double[] q = new double[4 * N];
        boolean[] valid = new boolean[N];
        for (int i = 0; i < N; i++) {
            q[4 * i] = 1;
            valid[i] = true;
        }
        Posterior posterior =
                new Posterior(new OrientationMap(GRID, LaueGroup.HEXAGONAL, q, valid), uncertainty, List.of(), 0);
        Snapshot snapshot = new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(), null);
        boolean[] out = constraints.wanted().unwanted(visited, snapshot, posterior);
        return out == null
                ? List.of()
                : java.util.stream.IntStream.range(0, N)
                        .filter(i -> out[i])
                        .boxed()
                        .toList();
    }
}
