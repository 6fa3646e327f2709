package sunstone.agent.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.agent.policy.Travel;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

class PoliciesTest {
    private static final ScanGrid GRID = new ScanGrid(24, 30, 1);

    static Stream<AcquisitionPolicy> policies() {
        return Policies.all().stream();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void suggest_wholeMap_coversEveryWantedPixelOnce(AcquisitionPolicy policy) {
        boolean[] region = new boolean[GRID.size()];
        Arrays.fill(region, true);
        Arrays.fill(region, 60, 200, false);
        boolean[] visited = new boolean[GRID.size()];
        visited[GRID.index(12, 15)] = true;
        visited[7] = true;

        List<Candidate> all = policy.suggest(input(visited, region, null), GRID.size());

        Set<Integer> pixels = new HashSet<>();
        for (Candidate c : all) {
            int pixel = GRID.index(c.row(), c.col());
            assertThat(pixels.add(pixel)).isTrue();
            assertThat(visited[pixel]).isFalse();
            assertThat(region[pixel]).isTrue();
            assertThat(c.why()).isNotBlank();
        }
        assertThat(pixels).hasSize(GRID.size() - 140 - 2);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void suggest_sameInput_isTheSame(AcquisitionPolicy policy) {
        PolicyInput in = input(new boolean[GRID.size()], null, noisyPl());

        assertThat(policy.suggest(in, 9)).isEqualTo(policy.suggest(in, 9)).hasSize(9);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void suggest_nothingLeft_isEmpty(AcquisitionPolicy policy) {
        boolean[] visited = new boolean[GRID.size()];
        Arrays.fill(visited, true);

        assertThat(policy.suggest(input(visited, null, null), 5)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void suggest_travel_isTakenFromTheCandidateBefore(AcquisitionPolicy policy) {
        PolicyInput in = input(new boolean[GRID.size()], null, null);

        List<Candidate> batch = policy.suggest(in, 4);

        int from = in.beam();
        for (Candidate c : batch) {
            int to = GRID.index(c.row(), c.col());
            assertThat(c.travelMs()).isEqualTo(Travel.DEFAULT.ms(GRID, from, to));
            from = to;
        }
    }

    @Test
    void random_otherSeed_isOtherPixels() {
        boolean[] visited = new boolean[GRID.size()];
        AcquisitionPolicy random = Policies.of("random");

        assertThat(random.suggest(withSeed(visited, 1), 8)).isNotEqualTo(random.suggest(withSeed(visited, 2), 8));
    }

    @Test
    void gridAndKCenter_firstPoint_isTheCentre() {
        PolicyInput in = input(new boolean[GRID.size()], null, noisyPl());
        for (String name : List.of("grid", "pl-k-center")) {
            Candidate first = Policies.of(name).suggest(in, 1).get(0);

            assertThat(List.of(first.row(), first.col())).as(name).containsExactly(12, 15);
        }
    }

    @Test
    void grid_anyCount_leavesNoLargeHole() {
        for (int count : new int[] {5, 14, 40, 100}) {
            List<Candidate> batch = Policies.of("grid").suggest(input(new boolean[GRID.size()], null, null), count);

            // a half-finished level may leave holes of the level before: twice the ideal half diagonal, and the rim
            double spacing = Math.sqrt((double) GRID.size() / count);
            assertThat(largestHole(batch)).as("%d points", count).isLessThan(2 * spacing);
        }
    }

    @Test
    void plKCenter_batch_equalsExhaustiveSearch() {
        PlImage pl = noisyPl();
        boolean[] visited = new boolean[GRID.size()];
        List<Integer> centres = new ArrayList<>(List.of(40, 333, 600));
        centres.forEach(p -> visited[p] = true);

        List<Candidate> batch = Policies.of("pl-k-center", 0.3).suggest(input(visited, null, pl), 6);

        for (Candidate c : batch) {
            int expected = -1;
            double best = -1;
            for (int i = 0; i < GRID.size(); i++) {
                double nearest = Double.POSITIVE_INFINITY;
                for (int m : centres) {
                    double d = (Math.pow(i / 30 - m / 30, 2) + Math.pow(i % 30 - m % 30, 2)) / 4096;
                    for (int k = 0; k < 5; k++) {
                        d += 0.3
                                * Math.pow(
                                        pl.harmonics()[k * GRID.size() + i] - pl.harmonics()[k * GRID.size() + m], 2);
                    }
                    nearest = Math.min(nearest, d);
                }
                if (nearest > best) {
                    best = nearest;
                    expected = i;
                }
            }
            assertThat(GRID.index(c.row(), c.col())).isEqualTo(expected);
            centres.add(expected);
        }
    }

    @Test
    void plKCenter_failedPixel_isNoCentreAndItsNeighboursAreSpared() {
        boolean[] visited = new boolean[GRID.size()];
        boolean[] failed = new boolean[GRID.size()];
        visited[GRID.index(0, 0)] = true;
        visited[GRID.index(23, 29)] = true;
        failed[GRID.index(23, 29)] = true;
        PolicyInput in = new PolicyInput(
                snapshot(null, null), posterior(new float[GRID.size()]), visited, failed, Travel.DEFAULT, 1, 1);

        Candidate first = Policies.of("pl-k-center").suggest(in, 1).get(0);

        assertThat(Math.hypot(first.row() - 23, first.col() - 29)).isBetween(2.0, 3.0);
    }

    @Test
    void maxVariance_onePeak_takesItFirstAndKeepsTheBatchApart() {
        float[] uncertainty = new float[GRID.size()];
        Arrays.fill(uncertainty, 1);
        uncertainty[GRID.index(5, 5)] = 30;
        uncertainty[GRID.index(5, 6)] = 29;
        uncertainty[GRID.index(18, 20)] = 20;
        PolicyInput in = new PolicyInput(snapshot(null, null), posterior(uncertainty), new boolean[GRID.size()], 1, 1);

        List<Candidate> batch = Policies.of("max-variance").suggest(in, 2);

        assertThat(batch).extracting(Candidate::row).containsExactly(5, 18);
        assertThat(batch).extracting(Candidate::col).containsExactly(5, 20);
        assertThat(batch.get(0).why()).contains("30.0 degrees");
    }

    @Test
    void maxVariance_pendingNeighbour_suppresses() {
        float[] uncertainty = new float[GRID.size()];
        uncertainty[GRID.index(5, 5)] = 30;
        uncertainty[GRID.index(5, 6)] = 29;
        uncertainty[GRID.index(18, 20)] = 20;
        boolean[] visited = new boolean[GRID.size()];
        visited[GRID.index(5, 5)] = true; // commanded, not measured yet

        Candidate first = Policies.of("max-variance")
                .suggest(new PolicyInput(snapshot(null, null), posterior(uncertainty), visited, 1, 1), 1)
                .get(0);

        assertThat(first.row()).isEqualTo(18);
    }

    @Test
    void of_unknownName_namesTheKnown() {
        assertThatThrownBy(() -> Policies.of("best"))
                .hasMessageContaining(
                        "random, grid, halton, pl-k-center, segments, gp, hermes, max-variance, ads, bald, expected-gain")
                .hasMessageContaining("best");
    }

    @Test
    void of_weightInTheName_isThatWeight() {
        PlImage noisy = new PlImage(GRID, noisyPl().harmonics(), new float[] {0.3f, 0.3f, 0.3f, 0.3f, 0.3f});
        PolicyInput in = input(new boolean[GRID.size()], null, noisy);

        assertThat(Policies.of("pl-k-center:3").suggest(in, 5))
                .isEqualTo(Policies.of("pl-k-center", 3).suggest(in, 5));
        assertThat(Policies.of("pl-k-center:3:raw").suggest(in, 5))
                .isNotEqualTo(Policies.of("pl-k-center", 3).suggest(in, 5)); // which denoises
    }

    @Test
    void radicalInverse_firstTerms_areThoseOfVanDerCorput() {
        assertThat(new double[] {
                    HaltonPolicy.radicalInverse(2, 1),
                    HaltonPolicy.radicalInverse(2, 6),
                    HaltonPolicy.radicalInverse(3, 5)
                })
                .containsExactly(new double[] {0.5, 0.375, 7 / 9.0}, org.assertj.core.data.Offset.offset(1e-15));
    }

    private static double largestHole(List<Candidate> batch) {
        double hole = 0;
        for (int i = 0; i < GRID.size(); i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (Candidate c : batch) {
                nearest = Math.min(nearest, Math.hypot(c.row() - i / 30, c.col() - i % 30));
            }
            hole = Math.max(hole, nearest);
        }
        return hole;
    }

    private static PolicyInput input(boolean[] visited, boolean @Nullable [] region, @Nullable PlImage pl) {
        float[] uncertainty = new float[GRID.size()];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < uncertainty.length; i++) {
            uncertainty[i] = (float) (20 * random.nextDouble());
        }
        return new PolicyInput(snapshot(pl, region), posterior(uncertainty), visited, 3, 1);
    }

    private static PolicyInput withSeed(boolean[] visited, long seed) {
        return new PolicyInput(snapshot(null, null), posterior(new float[GRID.size()]), visited, seed, 1);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot(@Nullable PlImage pl, boolean @Nullable [] region) {
        return new Snapshot(
                GRID, LaueGroup.HEXAGONAL, PlFit.made(pl), List.of(new EbsdPoint(2, 3, 1, 1, 0, 0, 0, 1)), region);
    }

    private static Posterior posterior(float[] uncertainty) {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i += 4) {
            q[i] = 1;
        }
        return new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q), uncertainty, List.of(), 0);
    }

    private static PlImage noisyPl() {
        float[] h = new float[5 * GRID.size()];
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < h.length; i++) {
            h[i] = (float) (2 * random.nextDouble() - 1);
        }
        return new PlImage(GRID, h, new float[5]);
    }
}
