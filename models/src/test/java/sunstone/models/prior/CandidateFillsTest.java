package sunstone.models.prior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.RegisteredPl;

class CandidateFillsTest {
    private final Patchwork section = new Patchwork(48, 12, 8);
    private final PlImage light = section.light(0.05, 0, 0);

    @Test
    void of_onePointPerGrain_copiesEachGrainsPoint() {
        List<EbsdPoint> points = onePerGrain();
        int[][] candidates =
                CandidateFills.of(section.grid(), LaueGroup.HEXAGONAL, RegisteredPl.of(light, points), points);
        for (int rule = 0; rule < 3; rule++) {
            assertThat(right(candidates[rule])).as("rule " + rule).isGreaterThan(0.97);
        }
    }

    @Test
    void of_wrongSolutionInsideAGrain_doesNotTakeTheGrain() {
        List<EbsdPoint> points = onePerGrain();
        int wrong = points.size();
        points.add(section.wrong(section.grid().index(24, 24)));
        int[][] candidates =
                CandidateFills.of(section.grid(), LaueGroup.HEXAGONAL, RegisteredPl.of(light, points), points);
        for (int rule = 0; rule < 3; rule++) {
            long taken = java.util.Arrays.stream(candidates[rule])
                    .filter(j -> j == wrong)
                    .count();
            assertThat(taken).as("pixels of rule " + rule).isLessThanOrEqualTo(9);
        }
    }

    @Test
    void nearest_manyPoints_isTheNearestOfAll() {
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < 90; k++) {
            int at = (k * k * 31 + 5 * k) % 2000; // crowded in the upper part; some pixels twice
            points.add(section.point(at, 0.5));
        }
        for (double lambda : new double[] {0, 0.3, 30}) {
            int[] nearest = CandidateFills.nearest(section.grid(), light.harmonics(), points, lambda);
            for (int i = 0; i < section.grid().size(); i++) {
                int found = nearest[i];
                for (int j = 0; j < points.size(); j++) {
                    double gap = squared(i, points.get(j), lambda) - squared(i, points.get(found), lambda);
                    assertThat(gap).isGreaterThan(-1e-6); // rounding of single precision
                }
            }
        }
    }

    private double squared(int pixel, EbsdPoint p, double lambda) {
        int cols = section.grid().cols();
        double sum = (Math.pow(pixel / cols - p.row(), 2) + Math.pow(pixel % cols - p.col(), 2)) / 4096;
        for (int c = 0; c < PlImage.CHANNELS; c++) {
            int o = c * section.grid().size();
            sum += lambda
                    * Math.pow(
                            light.harmonics()[o + pixel]
                                    - light.harmonics()[o + section.grid().index(p.row(), p.col())],
                            2);
        }
        return sum;
    }

    @Test
    void of_alternative_differsFromTheFirst() {
        List<EbsdPoint> points = onePerGrain();
        int[][] candidates =
                CandidateFills.of(section.grid(), LaueGroup.HEXAGONAL, RegisteredPl.of(light, points), points);
        for (int i = 0; i < section.grid().size(); i++) {
            assertThat(candidates[3][i]).isNotEqualTo(candidates[0][i]);
        }
    }

    @Test
    void of_manyPoints_alternativeIsTheNearestOfThoseThatDiffer() {
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < 90; k++) {
            points.add(section.point((k * k * 31 + 5 * k) % section.grid().size(), 0.5));
        }
        RegisteredPl view = RegisteredPl.of(light, points);
        int[][] candidates = CandidateFills.of(section.grid(), LaueGroup.HEXAGONAL, view, points);
        int n = section.grid().size();
        for (int i = 0; i < n; i++) {
            double found = unlike(view, i, points, candidates[3][i]);
            EbsdPoint first = points.get(candidates[0][i]);
            for (int j = 0; j < points.size(); j++) {
                double deg = Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(
                        first.quaternion(), 0, points.get(j).quaternion(), 0));
                if (deg > 5) {
                    assertThat(unlike(view, i, points, j)).isGreaterThan(found - 1e-6);
                } else {
                    assertThat(candidates[3][i]).isNotEqualTo(j);
                }
            }
        }
    }

    /** Squared distance of the alternative's rule. */
    private double unlike(RegisteredPl view, int pixel, List<EbsdPoint> points, int j) {
        int cols = section.grid().cols();
        double sum = (Math.pow(pixel / cols - points.get(j).row(), 2)
                        + Math.pow(pixel % cols - points.get(j).col(), 2))
                / 4096;
        for (int c = 0; c < PlImage.CHANNELS; c++) {
            double seen = view.smooth()[c * section.grid().size() + pixel];
            sum += 3 * Math.pow(seen - view.grain()[PlImage.CHANNELS * j + c], 2);
        }
        return sum;
    }

    @Test
    void view_opticsContradictTheImage_takesTheImageAtThePoints() {
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < 30; k++) {
            points.add(section.wrong(7 * k));
        }
        RegisteredPl view = RegisteredPl.of(light, points);
        assertThat(view.shift()).containsExactly(0, 0);
        assertThat(view.grain()[0]).isEqualTo(view.smooth()[0]);
    }

    private List<EbsdPoint> onePerGrain() {
        List<EbsdPoint> points = new ArrayList<>();
        boolean[] seen = new boolean[12];
        int n = section.grid().size();
        for (int k = 0; k < n; k++) {
            int i = (k * 1013 + 17) % n; // 1013 is prime to n: every pixel once, in a scattered order
            if (!seen[section.grain()[i]]) {
                seen[section.grain()[i]] = true;
                points.add(section.point(i, 0.5));
            }
        }
        return points;
    }

    private double right(int[] candidate) {
        List<EbsdPoint> points = onePerGrain();
        int right = 0;
        for (int i = 0; i < candidate.length; i++) {
            EbsdPoint p = points.get(candidate[i]);
            right += section.grain()[section.grid().index(p.row(), p.col())] == section.grain()[i] ? 1 : 0;
        }
        return (double) right / candidate.length;
    }
}
