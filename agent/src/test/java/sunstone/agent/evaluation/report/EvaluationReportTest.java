package sunstone.agent.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;

class EvaluationReportTest {
    @Test
    void pointsToTarget_errorRisesAgain_isTheCountFromWhichItStays() {
        assertThat(EvaluationReport.pointsToTarget(curve(9, 4, 6, 5, 3), 5)).isEqualTo(40);
    }

    @Test
    void pointsToTarget_lastIsAbove_isNull() {
        assertThat(EvaluationReport.pointsToTarget(curve(9, 4, 6), 5)).isNull();
    }

    @Test
    void pointsToTarget_empty_isNull() {
        assertThat(EvaluationReport.pointsToTarget(List.of(), 5)).isNull();
    }

    @Test
    void stop_firstBoundAtTheTarget_isJudgedByTheTrueError() {
        CurvePoint early = bounded(10, 4, 3);
        CurvePoint stop = bounded(20, 2.5, 1.9);

        assertThat(EvaluationReport.Stop.of(List.of(early, stop, bounded(30, 1, 1)), 2))
                .isEqualTo(new EvaluationReport.Stop(20, 1.9, 2.5, false));
        assertThat(EvaluationReport.Stop.of(List.of(early), 2)).isNull();
    }

    private static CurvePoint bounded(int points, double mean, double upper) {
        return new CurvePoint(
                points, 0.1, mean, 1, 2, 1, 1, 1, null, null, 0, 8, null, null, null, upper, null, null, null, null);
    }

    private static List<CurvePoint> curve(double... means) {
        List<CurvePoint> curve = new ArrayList<>();
        for (int k = 0; k < means.length; k++) {
            curve.add(new CurvePoint(
                    10 * (k + 1),
                    0.01 * (k + 1),
                    means[k],
                    1,
                    2,
                    1,
                    1,
                    1,
                    null,
                    null,
                    0,
                    1,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
        }
        return curve;
    }
}
