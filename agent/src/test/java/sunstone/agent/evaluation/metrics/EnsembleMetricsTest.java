package sunstone.agent.evaluation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sunstone.models.map.OrientationMap;
import sunstone.models.posterior.Posterior;

class EnsembleMetricsTest {
    @Test
    void coverage_nineteenMembersFromOneToNineteenDegrees_isAtPositionEighteen() {
        // level 0.9 of 19 members is position 18: a ball of 18 degrees
        double[][] members = new double[19][];
        for (int j = 0; j < 19; j++) {
            members[j] = new double[] {j + 1, -(j + 1)};
        }

        EnsembleMetrics at = metrics(Maps.of(1, 2, 17.99, 18.01), Maps.posterior(Maps.of(1, 2, 0, 0), members));

        assertThat(at.coverage(0.9)).isEqualTo(0.5);
    }

    @Test
    void coverage_betweenTwoMembers_isLinear() {
        // 4 members at 2, 4, 6, 8 degrees: level 0.5 is position 2.5, a ball of 5 degrees
        double[][] members = {{2, 2}, {-4, -4}, {6, 6}, {-8, -8}};

        EnsembleMetrics at = metrics(Maps.of(1, 2, 4.99, 5.01), Maps.posterior(Maps.of(1, 2, 0, 0), members));

        assertThat(at.coverage(0.5)).isEqualTo(0.5);
    }

    @Test
    void coverage_beyondTheLastMember_isTheLastMember() {
        double[][] members = {{2, 2}, {-4, -4}};

        EnsembleMetrics at = metrics(Maps.of(1, 2, 3.99, 4.01), Maps.posterior(Maps.of(1, 2, 0, 0), members));

        assertThat(at.coverage(0.9)).isEqualTo(0.5);
    }

    @Test
    void spreadSkill_twoPixelsByHand_isTheRatio() {
        // members at +2 and -2 about 0: s2 = (4 + 4) / 1 = 8; errors 3 and 1: mean square 5; M = 2
        double[][] members = {{2, 2}, {-2, -2}};

        EnsembleMetrics at = metrics(Maps.of(1, 2, 3, 1), Maps.posterior(Maps.of(1, 2, 0, 0), members));

        assertThat(at.spreadSkill()).isCloseTo(Math.sqrt(1.5 * 8 / 5), within(1e-5));
    }

    @Test
    void coverageAndSpreadSkill_truthDrawnLikeTheMembers_areCalibrated() {
        // 4,000 pixels of 16 members and a truth from N(0, 3 deg) about c, published is the mean of the members;
        // coverage has a standard error of sqrt(0.9 * 0.1 / 4000) = 0.005, the ratio one of about 1 / sqrt(2 * 4000)
        int n = 4000;
        int m = 16;
        Random random = new Random(11);
        double[] truth = new double[n];
        double[] mean = new double[n];
        double[][] members = new double[m][n];
        for (int i = 0; i < n; i++) {
            truth[i] = 3 * random.nextGaussian();
            for (int j = 0; j < m; j++) {
                members[j][i] = 3 * random.nextGaussian();
                mean[i] += members[j][i] / m;
            }
        }

        EnsembleMetrics at = metrics(Maps.of(1, n, truth), Maps.posterior(Maps.of(1, n, mean), members));

        // the mean is nearer to its own members than to the truth, by a factor of about (M - 1) / (M + 1) in variance
        assertThat(at.coverage(0.9)).isBetween(0.85, 0.91);
        assertThat(at.spreadSkill()).isCloseTo(1, within(0.04));
    }

    @Test
    void spreadAgainstError_twoGroups_sortsBySpread() {
        double[][] members = {{1, 3}, {-1, -3}};

        double[][] groups = metrics(Maps.of(1, 2, 2, 5), Maps.posterior(Maps.of(1, 2, 0, 0), members))
                .spreadAgainstError(2);

        assertThat(groups[0][0]).isCloseTo(Math.sqrt(1.5 * 2), within(1e-5));
        assertThat(groups[0][1]).isCloseTo(2, within(1e-5));
        assertThat(groups[1][0]).isCloseTo(Math.sqrt(1.5 * 18), within(1e-5));
        assertThat(groups[1][1]).isCloseTo(5, within(1e-5));
    }

    private static EnsembleMetrics metrics(OrientationMap truth, Posterior posterior) {
        return new MapMetrics(truth).ensemble(posterior);
    }
}
