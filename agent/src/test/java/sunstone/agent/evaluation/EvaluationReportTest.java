package sunstone.agent.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.evaluation.EvaluationReport.CurvePoint;

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

    private static List<CurvePoint> curve(double... means) {
        List<CurvePoint> curve = new ArrayList<>();
        for (int k = 0; k < means.length; k++) {
            curve.add(new CurvePoint(
                    10 * (k + 1), 0.01 * (k + 1), means[k], 1, 2, 1, 1, 1, null, null, 0, 1, null, null, null, null));
        }
        return curve;
    }
}
