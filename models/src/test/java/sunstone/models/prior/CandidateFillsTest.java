package sunstone.models.prior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.PlImage;

class CandidateFillsTest {
    private final Patchwork section = new Patchwork(48, 12, 8);
    private final PlImage light = section.light(0.05, 0, 0);

    @Test
    void of_onePointPerGrain_copiesEachGrainsPoint() {
        List<EbsdPoint> points = onePerGrain();
        int[][] candidates = CandidateFills.of(section.grid(), LaueGroup.HEXAGONAL, PlView.of(light, points), points);
        for (int rule = 0; rule < 3; rule++) {
            assertThat(right(candidates[rule])).as("rule " + rule).isGreaterThan(0.97);
        }
    }

    @Test
    void of_wrongSolutionInsideAGrain_doesNotTakeTheGrain() {
        List<EbsdPoint> points = onePerGrain();
        int wrong = points.size();
        points.add(section.wrong(section.grid().index(24, 24)));
        int[][] candidates = CandidateFills.of(section.grid(), LaueGroup.HEXAGONAL, PlView.of(light, points), points);
        for (int rule = 0; rule < 3; rule++) {
            long taken = java.util.Arrays.stream(candidates[rule])
                    .filter(j -> j == wrong)
                    .count();
            assertThat(taken).as("pixels of rule " + rule).isLessThanOrEqualTo(9);
        }
    }

    @Test
    void of_alternative_differsFromTheFirst() {
        List<EbsdPoint> points = onePerGrain();
        int[][] candidates = CandidateFills.of(section.grid(), LaueGroup.HEXAGONAL, PlView.of(light, points), points);
        for (int i = 0; i < section.grid().size(); i++) {
            assertThat(candidates[3][i]).isNotEqualTo(candidates[0][i]);
        }
    }

    @Test
    void view_opticsContradictTheImage_takesTheImageAtThePoints() {
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < 30; k++) {
            points.add(section.wrong(7 * k));
        }
        PlView view = PlView.of(light, points);
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
