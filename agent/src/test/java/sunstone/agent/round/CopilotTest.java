package sunstone.agent.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sunstone.agent.calibration.ErrorBound;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Plan;
import sunstone.agent.scan.RoundInput;
import sunstone.agent.scan.WantedRegions;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;

class CopilotTest {
    private static final ScanGrid GRID = new ScanGrid(16, 16, 1);

    @Test
    void round_sameInput_isTheSame() {
        Copilot copilot = copilot(new NearestFill());

        Round a = copilot.round(input(Budget.UNLIMITED));
        Round b = copilot.round(input(Budget.UNLIMITED));

        assertThat(a.suggestion()).isEqualTo(b.suggestion()).hasSize(8);
        assertThat(a.posterior().uncertaintyDeg()).isEqualTo(b.posterior().uncertaintyDeg());
        assertThat(a.seed()).isEqualTo(b.seed());
        assertThat(a.degraded()).isNull();
        assertThat(a.stop()).isNull();
    }

    @Test
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    void round_nextRevision_hasASeedOfItsOwnUnlessTheMapIsDrawnInTiles() {
        Copilot copilot = copilot(new NearestFill());

        for (int side : new int[] {16, 330}) {
            ScanGrid grid = new ScanGrid(side, side, 1);
            Snapshot empty = new Snapshot(grid, LaueGroup.HEXAGONAL, null, List.of(), null);
            long one = copilot.round(ofRevision(1, empty), null).seed();
            long two = copilot.round(ofRevision(2, empty), null).seed();

            assertThat(one == two).as("%d px", side).isEqualTo(side == 330);
        }
    }

    private static RoundInput ofRevision(int revision, Snapshot snapshot) {
        boolean[] none = new boolean[snapshot.grid().size()];
        return new RoundInput(
                "scan",
                revision,
                snapshot,
                none,
                none,
                0,
                0,
                Plan.announced(Budget.UNLIMITED),
                null,
                Double.NaN,
                ErrorBound.NONE,
                WantedRegions.NONE);
    }

    @Test
    void round_samplerThrows_isTheFillAndSaysSo() {
        Round round = copilot((snapshot, seed) -> {
                    throw new IllegalStateException("no such device");
                })
                .round(input(Budget.UNLIMITED));

        assertThat(round.degraded()).contains("no such device");
        assertThat(round.posterior().uncertaintyDeg())
                .isEqualTo(new NearestFill().sample(snapshot(), 1).uncertaintyDeg());
        assertThat(round.suggestion()).hasSize(8);
    }

    @Test
    void round_samplerReturnsNaN_isTheFillAndSaysSo() {
        Round round = copilot((snapshot, seed) -> {
                    double[] q = new double[4 * GRID.size()];
                    Arrays.fill(q, Double.NaN);
                    return posterior(q, 1, 2);
                })
                .round(input(Budget.UNLIMITED));

        assertThat(round.degraded()).contains("pixel 0 has squared norm NaN");
    }

    @Test
    void round_modelMissing_isDegradedWithTheReason() {
        Round round = copilot((snapshot, seed) -> {
                    throw new PosteriorSampler.Unavailable("no model file");
                })
                .round(input(Budget.UNLIMITED));

        assertThat(round.degraded()).isEqualTo("no model file; the map is the classical fill");
        assertThat(round.suggestion()).hasSize(8).allMatch(c -> c.why().startsWith("degraded, so by the classical"));
    }

    @Test
    void round_samplerThrowsAfterAGoodRound_isTheLastGoodMapWhileItIsRecent() {
        RoundInput one = input(Budget.UNLIMITED);
        Round good = copilot(new NearestFill()).round(one);
        Copilot broken = copilot((snapshot, seed) -> {
            throw new IllegalStateException("device lost");
        });

        HeldMap held = new HeldMap(1, good.measurements(), () -> Optional.of(good.posterior()));
        Round recent = broken.round(one, held);
        Round stale = broken.round(measured(one, 2), held);

        assertThat(recent.posterior()).isSameAs(good.posterior());
        assertThat(recent.degraded()).contains("device lost").endsWith("the map is that of revision 1");
        assertThat(stale.posterior()).isNotSameAs(good.posterior());
        assertThat(stale.degraded()).endsWith("the map is the classical fill");
    }

    @Test
    void fallback_lastGoodMapIsNotAtHand_isTheFillAndTheSameWhenMadeAgain() {
        Copilot copilot = copilot(new NearestFill());
        RoundInput in = input(Budget.UNLIMITED);
        HeldMap lost = new HeldMap(1, 1, Optional::empty);
        HeldMap there = new HeldMap(1, 1, () -> Optional.of(posterior(identity(), 1, 1)));

        Round round = copilot.fallback(in, lost, "no model");
        Round again = copilot.fallbackAgain(in, there, "no model; the map is the classical fill");

        assertThat(round.degraded()).isEqualTo("no model; the map is the classical fill");
        assertThat(again.degraded()).isEqualTo(round.degraded());
        assertThat(again.suggestion()).isEqualTo(round.suggestion());
    }

    private static RoundInput measured(RoundInput in, int measurements) {
        return new RoundInput(
                in.scanId(),
                2,
                in.snapshot(),
                in.visited(),
                in.failed(),
                measurements,
                0,
                Plan.announced(in.budget()),
                null,
                Double.NaN,
                ErrorBound.NONE,
                WantedRegions.NONE);
    }

    @Test
    void round_budgetAlmostSpent_proposesTheRestOnly() {
        assertThat(copilot(new NearestFill()).round(input(Budget.ofPoints(5))).suggestion())
                .hasSize(4);
    }

    @Test
    void round_budgetSpent_stops() {
        Round round = copilot(new NearestFill()).round(input(Budget.ofPoints(1)));

        assertThat(round.stop()).contains("budget of 1 points");
        assertThat(round.suggestion()).isEmpty();
    }

    @Test
    void round_ensembleIsSureEnough_stops() {
        PosteriorSampler sure = (snapshot, seed) -> posterior(identity(), 0.8f, 16);
        Budget target = new Budget(null, 2.0, null);

        assertThat(copilot(sure).round(input(target)).stop()).contains("0.80").contains("2.00");
    }

    @Test
    void round_ensembleIsSureButItsPointsWereFarOff_goesOn() {
        PosteriorSampler sure = (snapshot, seed) -> posterior(identity(), 0.8f, 16);
        Budget target = new Budget(null, 2.0, null);
        ErrorBound bad = new ErrorBound(Collections.nCopies(40, new ErrorBound.Innovation(7, 4, 0.8, false)));

        assertThat(copilot(sure).round(input(target).with(bad)).stop()).isNull();
    }

    @Test
    void round_mapClaimsToBeAtItsTarget_spendsHalfOfTheBatchOnSpotChecks() {
        PosteriorSampler sampler = (snapshot, seed) -> posterior(identity(), 1.8f, 2);

        List<Candidate> batch =
                copilot(sampler).round(input(new Budget(null, 2.0, null))).suggestion();

        assertThat(batch).hasSize(8).filteredOn(CopilotTest::isSpotCheck).hasSize(4);
    }

    @Test
    void round_spotChecksHaveRefutedTheClaim_spendsNothingOnMore() {
        PosteriorSampler sampler = (snapshot, seed) -> posterior(identity(), 1.8f, 2);
        ErrorBound refuted = new ErrorBound(Collections.nCopies(40, new ErrorBound.Innovation(7, 4, 1.8, false)));

        List<Candidate> batch = copilot(sampler)
                .round(input(new Budget(null, 2.0, null)).with(refuted))
                .suggestion();

        assertThat(batch).hasSize(8).noneMatch(CopilotTest::isSpotCheck);
    }

    private static boolean isSpotCheck(Candidate c) {
        return c.why().contains("spot check");
    }

    @Test
    void round_surprise_isLookedAtAgainBeforeAnythingElse() {
        PosteriorSampler sampler = (snapshot, seed) -> posterior(identity(), 5, 2);
        ErrorBound trust = new ErrorBound(List.of(new ErrorBound.Innovation(GRID.index(8, 8), 60, 2, true)));

        Candidate first = copilot(sampler)
                .round(input(Budget.UNLIMITED).with(trust))
                .suggestion()
                .get(0);

        assertThat(Math.max(Math.abs(first.row() - 8), Math.abs(first.col() - 8)))
                .isEqualTo(1);
        assertThat(first.why()).contains("second look beside row 8, col 8");
    }

    @Test
    void round_surpriseWithVisitedNeighbour_isNotLookedAtAThirdTime() {
        PosteriorSampler sampler = (snapshot, seed) -> posterior(identity(), 5, 2);
        ErrorBound trust = new ErrorBound(List.of(new ErrorBound.Innovation(GRID.index(8, 8), 60, 2, true)));
        RoundInput in = input(Budget.UNLIMITED).with(trust);
        in.visited()[GRID.index(8, 9)] = true;

        assertThat(copilot(sampler).round(in).suggestion())
                .noneSatisfy(c -> assertThat(c.why()).contains("second look"));
    }

    @Test
    void round_priorDoesNotFit_followsTheClassicalRuleInPartAndSaysSo() {
        PosteriorSampler sampler = (snapshot, seed) -> posterior(identity(), 2, 2);
        ErrorBound misfit = new ErrorBound(Collections.nCopies(40, new ErrorBound.Innovation(7, 30, 1, false)));

        List<Candidate> batch =
                copilot(sampler).round(input(Budget.UNLIMITED).with(misfit)).suggestion();

        assertThat(batch).hasSize(8).anySatisfy(c -> assertThat(c.why()).contains("the prior does not fit"));
    }

    @Test
    void round_singleMap_neverStopsOnItsRuleOfThumb() {
        PosteriorSampler fill = (snapshot, seed) -> posterior(identity(), 1.5f, 1);
        Budget target = new Budget(null, 2.0, null);

        assertThat(copilot(fill).round(input(target)).stop()).isNull();
    }

    @Test
    void round_deadlinePassed_stops() {
        RoundInput in = new RoundInput(
                "s1",
                1,
                snapshot(),
                new boolean[256],
                new boolean[256],
                1,
                0,
                Plan.announced(new Budget(null, null, Instant.EPOCH)),
                "deadline has passed",
                Double.NaN,
                ErrorBound.NONE,
                WantedRegions.NONE);

        assertThat(copilot(new NearestFill()).round(in).stop()).contains("deadline");
    }

    @Test
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    void weighing_otherLambda_reachesTheFillBehindTheSampler() {
        float[] harmonics = new float[PlImage.CHANNELS * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            harmonics[i] = i < GRID.size() / 2 ? 0 : 1; // two grains, one above the other
        }
        PlFit light = PlFit.made(new PlImage(GRID, harmonics, new float[PlImage.CHANNELS]));
        List<EbsdPoint> points =
                List.of(new EbsdPoint(3, 3, 1, 1, 0, 0, 0, 1), new EbsdPoint(9, 8, 1, 0.6, 0.8, 0, 0, 1));
        Snapshot snapshot = new Snapshot(GRID, LaueGroup.CUBIC, light, points, null);
        RoundInput in = new RoundInput(
                "s1",
                1,
                snapshot,
                new boolean[256],
                new boolean[256],
                2,
                0,
                Plan.announced(Budget.UNLIMITED),
                null,
                Double.NaN,
                ErrorBound.NONE,
                WantedRegions.NONE);
        Copilot broken = copilot((s, seed) -> {
            throw new IllegalStateException("no such device");
        });

        float[] usual = broken.fallback(in, null, "down").posterior().uncertaintyDeg();
        float[] weighed =
                broken.weighing(0).fallback(in, null, "down").posterior().uncertaintyDeg();

        assertThat(usual).isEqualTo(new NearestFill().sample(snapshot, 1).uncertaintyDeg());
        assertThat(weighed)
                .isEqualTo(new NearestFill(0).sample(snapshot, 1).uncertaintyDeg())
                .isNotEqualTo(usual);
    }

    /** The same 48 points' worth of measuring, where a list costs nothing to start and where it costs five seconds. */
    @Test
    void round_listsThatAreDearToStart_areFewAndLong() {
        Travel free = new Travel(50, 5, 0.02), dear = new Travel(50, 5, 0.02, 5000);

        List<Integer> whenFree = listsOf48Points(free), whenDear = listsOf48Points(dear);

        assertThat(whenFree).hasSizeGreaterThanOrEqualTo(10).allMatch(n -> n <= 5);
        assertThat(whenDear).containsExactly(24, 24);
    }

    /** Lengths of the lists that expected-gain asks for until 48 pixels are visited, undecided all along. */
    private static List<Integer> listsOf48Points(Travel travel) {
        PosteriorSampler undecided = (snapshot, seed) -> {
            List<float[]> members = new ArrayList<>();
            for (int m = 0; m < 4; m++) {
                float[] q = new float[4 * GRID.size()];
                for (int i = 0; i < GRID.size(); i++) {
                    double half = Math.toRadians(10 * m + (m * i) % 7);
                    q[4 * i] = (float) Math.cos(half);
                    q[4 * i + 1] = (float) Math.sin(half);
                }
                members.add(q);
            }
            float[] uncertainty = new float[GRID.size()];
            Arrays.fill(uncertainty, 40);
            return new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, identity()), uncertainty, members, 0);
        };
        Copilot copilot =
                Copilot.with(undecided, Policies.of("expected-gain"), travel, new BatchSize(4, 24).worth(travel), 1);
        boolean[] visited = new boolean[GRID.size()];
        List<Integer> lists = new ArrayList<>();
        for (int points = 0; points < 48; points += lists.get(lists.size() - 1)) {
            RoundInput in = new RoundInput(
                    "s1",
                    1 + lists.size(),
                    snapshot(),
                    visited.clone(),
                    new boolean[GRID.size()],
                    points,
                    0,
                    Plan.announced(Budget.ofPoints(48)),
                    null,
                    Double.NaN,
                    ErrorBound.NONE,
                    WantedRegions.NONE);
            List<Candidate> list = copilot.round(in).suggestion();
            assertThat(list).isNotEmpty();
            list.forEach(c -> visited[GRID.index(c.row(), c.col())] = true);
            lists.add(list.size());
        }
        return lists;
    }

    private static Copilot copilot(PosteriorSampler sampler) {
        return Copilot.with(sampler, Policies.of("max-variance"), Travel.DEFAULT, 8, 1);
    }

    private static RoundInput input(Budget budget) {
        return new RoundInput(
                "s1",
                1,
                snapshot(),
                new boolean[256],
                new boolean[256],
                1,
                0,
                Plan.announced(budget),
                null,
                Double.NaN,
                ErrorBound.NONE,
                WantedRegions.NONE);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot() {
        return new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(new EbsdPoint(3, 3, 1, 1, 0, 0, 0, 1)), null);
    }

    private static double[] identity() {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i += 4) {
            q[i] = 1;
        }
        return q;
    }

    private static Posterior posterior(double[] q, float uncertainty, int members) {
        float[] u = new float[GRID.size()];
        Arrays.fill(u, uncertainty);
        List<float[]> ensemble = java.util.Collections.nCopies(members, new float[q.length]);
        return new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q), u, ensemble, 0);
    }
}
