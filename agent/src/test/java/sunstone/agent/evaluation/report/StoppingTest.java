package sunstone.agent.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sunstone.agent.evaluation.metrics.BestFill;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.evaluation.report.EvaluationReport.Stop;

class StoppingTest {
    private static final double TARGET = 2;

    @Test
    void of_lateEarlyAndMissedRuns_countsEachOnce() {
        Run late = run("a.ctf", new double[] {3, 1.8, 1.5, 1.2}, new double[] {9, 3, 2.5, 1.9}); // at 20, stops at 40
        Run early =
                run("a.ctf", new double[] {3, 2.2, 1.5, 1.2}, new double[] {9, 1.9, 1.8, 1.7}); // at 30, stops at 20
        Run missed = run("a.ctf", new double[] {3, 2.2, 2.1, 1.9}, new double[] {9, 8, 7, 6});
        Run without = run("a.ctf", new double[] {3, 1}, null);

        Stopping s = Stopping.of(List.of(late, early, missed, without));

        assertThat(s).isEqualTo(new Stopping(3, 2, 1, 3, 1, 30.0, 5.0, -10, 20));
        assertThat(s.text(TARGET))
                .isEqualTo(
                        "Stop rule at 2 degrees: 2 of 3 runs would have stopped, 1 of these (50%) at a true error that is at or"
                                + " below it; 5 points after the true crossing in the mean (-10 to 20); 1 of 3 that reached the target"
                                + " would not have.");
    }

    @Test
    void of_runsWithoutABound_saysNothing() {
        Stopping s = Stopping.of(List.of(run("a.ctf", new double[] {1}, null)));

        assertThat(s.judged()).isZero();
        assertThat(s.text(TARGET)).isEmpty();
    }

    @Test
    void average_twoMaps_isOverEachAndOverBoth() {
        Run a = run("maps/a.ctf", new double[] {3, 1}, null);
        Run b = run("maps/b.ctf", new double[] {5, 3}, null);

        List<Average> averages = Average.of(List.of(a, b));

        assertThat(averages).extracting(Average::truth).containsExactly("a.ctf", "b.ctf", "all 2 maps");
        assertThat(averages).extracting(Average::meanDeg).containsExactly(1.0, 3.0, 2.0);
        assertThat(averages).extracting(Average::runs).containsExactly(1, 1, 2);
        assertThat(averages.get(2).bestFillDeg()).isEqualTo(4); // twice the error of each
        assertThat(averages.get(2).alignedFillDeg()).isEqualTo(3);
        assertThat(averages.get(2).perfectDeg()).isEqualTo(1);
        assertThat(averages.get(2).timesBetter()).isEqualTo(1.5);
        assertThat(averages.get(2).pointsToTarget()).isEqualTo(20); // one of two is there
        assertThat(averages.get(2).reached()).isEqualTo(1);
        assertThat(averages).extracting(Average::pointsTo5deg).containsExactly(10, 10, 10);
    }

    @Test
    void average_mapsThatOnlySomeHaveRun_saysHowMany() {
        Run a = run("a.ctf", new double[] {9}, null);
        Run b = run("b.ctf", new double[] {9}, null);
        Run grid = new Run("grid", "clean", 1, TARGET, null, a.curve(), "a.ctf", "ensemble", null, null);

        List<Average> averages = Average.of(List.of(a, grid, b));

        assertThat(averages)
                .extracting(Average::truth)
                .containsExactly("a.ctf", "a.ctf", "b.ctf", "all 2 maps", "1 of 2 maps");
        assertThat(averages.get(0).pointsTo5deg()).isNull();
    }

    /** A run with a checkpoint every 10 points; its fills have 2, 1.5 and (perfect) half of its error. */
    private static Run run(String truth, double[] means, double @Nullable [] upper) {
        List<CurvePoint> curve = new ArrayList<>();
        for (int k = 0; k < means.length; k++) {
            double mean = means[k];
            curve.add(new CurvePoint(
                    10 * (k + 1),
                    0.01 * (k + 1),
                    mean,
                    1,
                    2,
                    1,
                    1,
                    1,
                    null,
                    null,
                    0,
                    8,
                    null,
                    null,
                    null,
                    upper == null ? null : Double.valueOf(upper[k]),
                    null,
                    new BestFill(2 * mean, 1, "raw"),
                    new BestFill(1.5 * mean, 1, "aligned"),
                    0.5 * mean));
        }
        return new Run(
                "random",
                "clean",
                1,
                TARGET,
                EvaluationReport.pointsToTarget(curve, TARGET),
                curve,
                truth,
                "ensemble",
                Stop.of(curve, TARGET),
                null);
    }
}
