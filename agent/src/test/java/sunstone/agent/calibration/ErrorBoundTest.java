package sunstone.agent.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.stack.PlStack;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

class ErrorBoundTest {
    private static final ScanGrid GRID = new ScanGrid(20, 20, 1);
    private static final int FRAMES = 36;

    @Test
    void upperMean_manyCalibratedPoints_isLittleAboveTheClaim() {
        double upper = trust(120, 1).upperMeanDeg(posterior(2), snapshot());

        assertThat(upper).isBetween(2.0, 2.6);
    }

    @Test
    void upperMeans_everyLevel_ascendAndHoldThatOfNinetyPercent() {
        List<Double> upper = trust(120, 1).upperMeansDeg(posterior(2), snapshot());

        assertThat(upper).hasSameSizeAs(ErrorBound.LEVELS).isSorted().doesNotHaveDuplicates();
        assertThat(upper.get(ErrorBound.LEVELS.indexOf(0.9)))
                .isEqualTo(trust(120, 1).upperMeanDeg(posterior(2), snapshot()));
    }

    @Test
    void upperMean_pointsMeasuredWhereItIsUnsure_doNotSpoilTheSurePart() {
        float[] claimed = new float[GRID.size()];
        Arrays.fill(claimed, 0.8f);
        Arrays.fill(claimed, 0, 20, 30); // one row is undecided, and all points lie there
        List<ErrorBound.Innovation> unsure = new ArrayList<>();
        for (int k = 0; k < 100; k++) {
            unsure.add(new ErrorBound.Innovation(k % 20, 30, 30, false));
        }

        double upper = new ErrorBound(unsure).upperMeanDeg(posterior(claimed), snapshot());

        // claimed 0.95 * 0.8 + 0.05 * 30 = 2.26; the mean error of the points is 30
        assertThat(upper).isBetween(2.26, 3.2);
    }

    @Test
    void upperMean_ensembleTwiceTooSure_isAboutTwice() {
        assertThat(trust(120, 2).upperMeanDeg(posterior(2), snapshot())).isBetween(3.8, 5.0);
    }

    @Test
    void upperMean_noPoints_fewMembersAreTrustedLess() {
        Posterior few = posterior(2);
        Posterior many = new Posterior(few.map(), few.uncertaintyDeg(), Collections.nCopies(16, new float[0]), 0);

        double ratio = ErrorBound.NONE.upperMeanDeg(few, snapshot()) / ErrorBound.NONE.upperMeanDeg(many, snapshot());

        assertThat(ratio).isCloseTo((1 + 2.0 / 6) / (1 + 2.0 / 16), within(1e-9));
    }

    @Test
    void upperMean_lightWhosePlaceHadToBeEstimated_surePixelsAreTrustedLess() {
        Snapshot known = underLight(PlCondition.camera());
        Snapshot estimated = underLight(PlCondition.lab(1));
        Posterior sure = posterior(0.8f, known.grid());
        Posterior unsure = posterior(2, known.grid());

        assertThat(ErrorBound.NONE.upperMeanDeg(sure, estimated) / ErrorBound.NONE.upperMeanDeg(sure, known))
                .isCloseTo(1.4, within(1e-9));
        assertThat(ErrorBound.NONE.upperMeanDeg(unsure, estimated))
                .isEqualTo(ErrorBound.NONE.upperMeanDeg(unsure, known));
    }

    /** Sixty exact points of a generated section and its light. */
    private static Snapshot underLight(PlCondition condition) {
        OrientationMap truth = TruthMap.generated(1, 64).map();
        ScanGrid grid = truth.grid();
        PlCamera camera = PlCamera.of(truth, MuellerChain.titanium(), condition, PlScaling.canonical(), FRAMES, 1);
        PlStack stack = new PlStack(grid, FRAMES, PlScaling.canonical());
        for (int k = 0; k < FRAMES; k++) {
            stack.add(k, camera.stageDeg(k), 0, grid.rows(), camera.frame(k));
        }
        List<EbsdPoint> points = new SplittableRandom(1)
                .ints(0, grid.size())
                .distinct()
                .limit(60)
                .mapToObj(i -> {
                    double[] q = Arrays.copyOfRange(truth.quaternions(), 4 * i, 4 * i + 4);
                    Quaternions.normalise(q, 0);
                    return EbsdPoint.of(grid.row(i), grid.col(i), 1, q, 0, 1);
                })
                .toList();
        return new Snapshot(grid, LaueGroup.HEXAGONAL, stack.fit(), points, null);
    }

    @Test
    void untested_sureAndUnsurePixelsWithPointsInTheUnsureOnly_isTheSurePart() {
        float[] claimed = new float[GRID.size()];
        Arrays.fill(claimed, 0.8f);
        Arrays.fill(claimed, 0, 20, 5);
        List<ErrorBound.Innovation> unsure = new ArrayList<>();
        for (int k = 0; k < 50; k++) {
            unsure.add(new ErrorBound.Innovation(k % 20, 5, 5, false));
        }

        assertThat(new ErrorBound(unsure).untested(posterior(claimed), snapshot(), 2))
                .containsExactly(0, 1);
    }

    @Test
    void untested_claimAboveTheTarget_isNothing() {
        assertThat(ErrorBound.NONE.untested(posterior(2.1f), snapshot(), 2)).isNull();
    }

    @Test
    void upperMean_scatter_coversTheMeanNineTimesInTen() {
        int covered = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            double ratio = (1 + 2.0 / 6) * Math.exp(0.4 * random.nextGaussian()); // as assumed of the specimens
            List<ErrorBound.Innovation> points = new ArrayList<>();
            for (int k = 0; k < 30; k++) {
                double error = -Math.log(1 - random.nextDouble()) * 2 * ratio; // mean 2 * ratio
                points.add(new ErrorBound.Innovation(k, error, 2, false));
            }
            covered += new ErrorBound(points).upperMeanDeg(posterior(2), snapshot()) >= 2 * ratio ? 1 : 0;
        }

        assertThat((double) covered / runs)
                .isCloseTo(0.9, within(0.06)); // 3 standard deviations of 300 draws are 0.052
    }

    @Test
    void misfit_wrongSolutionsAlone_isNone() {
        List<ErrorBound.Innovation> points = new ArrayList<>();
        for (int k = 0; k < 40; k++) {
            points.add(new ErrorBound.Innovation(k, k == 5 ? 70 : 1, 1, false));
        }

        assertThat(new ErrorBound(points).misfit()).isZero();
    }

    @Test
    void judge_lonelyWrongSolution_isRefutedByItsNeighbour() {
        CalibrationMonitor trust = new CalibrationMonitor();
        Posterior posterior = ensemble();
        EbsdPoint wrong = point(5, 5, 60, 0.4);
        for (int k = 0; k < 6; k++) {
            assertThat(judged(trust, posterior, point(10, k, 0, 0.8))).isEmpty();
        }

        assertThat(judged(trust, posterior, wrong)).isEmpty();
        assertThat(trust.trust().surprises()).containsExactly(GRID.index(5, 5));
        assertThat(judged(trust, posterior, point(5, 6, 0, 0.8))).containsExactly(wrong);
        assertThat(trust.trust().surprises()).isEmpty();
    }

    @Test
    void judge_moreWrongSolutionsThanASuggestionCanCarry_areNotRefutedAnyMore() {
        CalibrationMonitor trust = new CalibrationMonitor();
        List<EbsdPoint> before = Collections.nCopies(CalibrationMonitor.MOST_REFUTED - 1, point(1, 1, 60, 0.4));
        trust.restore(new CalibrationState(0, 0, 0, 0, List.of(), List.of(), before));
        EbsdPoint last = point(5, 5, 60, 0.4);
        judged(trust, ensemble(), last);
        assertThat(judged(trust, ensemble(), point(5, 6, 0, 0.3))).containsExactly(last);

        judged(trust, ensemble(), point(9, 9, 60, 0.2));

        assertThat(judged(trust, ensemble(), point(9, 8, 0, 0.1))).isEmpty();
        assertThat(trust.learnt().refuted()).hasSize(CalibrationMonitor.MOST_REFUTED);
    }

    @Test
    void judge_newGrain_isConfirmedByItsNeighbour() {
        CalibrationMonitor trust = new CalibrationMonitor();
        Posterior posterior = ensemble();
        judged(trust, posterior, point(5, 5, 60, 0.4));

        assertThat(judged(trust, posterior, point(5, 6, 60, 0.4))).isEmpty();
    }

    @Test
    void judge_detectorIsSure_isNoSurprise() {
        CalibrationMonitor trust = new CalibrationMonitor();
        for (int k = 0; k < 6; k++) {
            judged(trust, ensemble(), point(10, k, 0, 0.5));
        }

        judged(trust, ensemble(), point(5, 5, 60, 0.9));

        assertThat(trust.trust().surprises()).isEmpty();
    }

    private static List<EbsdPoint> judged(CalibrationMonitor trust, Posterior posterior, EbsdPoint point) {
        trust.await(point);
        return trust.judge(posterior);
    }

    /** Errors that are {@code ratio} times the claim of 2 degrees on average, and scatter by half of it. */
    private static ErrorBound trust(int points, double ratio) {
        SplittableRandom random = new SplittableRandom(1);
        List<ErrorBound.Innovation> list = new ArrayList<>();
        for (int k = 0; k < points; k++) {
            list.add(new ErrorBound.Innovation(k, 2 * ratio * (0.5 + random.nextDouble()), 2, false));
        }
        return new ErrorBound(list);
    }

    private static EbsdPoint point(int row, int col, double deg, double confidence) {
        double[] q = new double[4];
        Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(deg), q, 0);
        return EbsdPoint.of(row, col, 1, q, 0, confidence);
    }

    /** Four members, all the identity. */
    private static Posterior ensemble() {
        float[] member = new float[4 * GRID.size()];
        for (int i = 0; i < member.length; i += 4) {
            member[i] = 1;
        }
        return new Posterior(
                posterior(1).map(), posterior(1).uncertaintyDeg(), List.of(member, member, member, member), 0);
    }

    private static Posterior posterior(float claimed) {
        return posterior(claimed, GRID);
    }

    private static Posterior posterior(float claimed, ScanGrid grid) {
        float[] u = new float[grid.size()];
        Arrays.fill(u, claimed);
        return posterior(u, grid);
    }

    private static Posterior posterior(float[] claimed) {
        return posterior(claimed, GRID);
    }

    private static Posterior posterior(float[] claimed, ScanGrid grid) {
        double[] q = new double[4 * grid.size()];
        for (int i = 0; i < q.length; i += 4) {
            q[i] = 1;
        }
        return new Posterior(
                OrientationMap.full(grid, LaueGroup.HEXAGONAL, q), claimed, Collections.nCopies(6, new float[0]), 0);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot() {
        return new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(), null);
    }
}
