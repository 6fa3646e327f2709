package sunstone.models.posterior.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

class DerivedLayersTest {
    private static final ScanGrid GRID = new ScanGrid(2, 4, 1);
    /** Rotation about c of each pixel, degrees: two grains of two columns, the left one bent by 1 degree a row. */
    private static final double[] ABOUT_C = {0, 0, 20, 20, 1, 1, 20, 20};

    static final List<DerivedLayer> LAYERS = DerivedLayers.ALL;

    @ParameterizedTest
    @FieldSource("LAYERS")
    void of_anyLayer_isFoundByItsNameAndKeepsItsContract(DerivedLayer layer) {
        boolean[] region = new boolean[GRID.size()];
        Arrays.fill(region, 0, 4, true);

        float[] values = layer.of(posterior(List.of(ABOUT_C)), region).orElseThrow();

        assertThat(DerivedLayers.of(layer.name())).containsSame(layer);
        assertThat(layer.name()).matches("[a-z]+(-[a-z]+)*");
        assertThat(layer.title()).isNotBlank();
        assertThat(layer.most()).isPositive();
        assertThat(values).hasSize(GRID.size());
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.isNaN(values[i])).as("pixel %d is not wanted", i).isEqualTo(!region[i]);
        }
    }

    @Test
    void localMisorientation_bentGrain_isTheMeanOverNeighboursOfTheSameGrain() {
        float[] values =
                new LocalMisorientation().of(posterior(List.of(ABOUT_C)), null).orElseThrow();

        assertThat(values[0]).isCloseTo(0.5f, within(1e-3f)); // right 0, below 1
        assertThat(values[1]).isCloseTo(0.5f, within(1e-3f)); // left 0, below 1; right is another grain
        assertThat(values[2]).isCloseTo(0, within(1e-3f));
    }

    @Test
    void boundaryShare_membersThatDisagree_isTheShareOfThoseWithABoundary() {
        double[] flat = new double[GRID.size()];

        float[] values = new BoundaryShare()
                .of(posterior(List.of(ABOUT_C, flat, flat, flat)), null)
                .orElseThrow();

        assertThat(values).containsExactly(0, 0.25f, 0, 0, 0, 0.25f, 0, 0);
    }

    @Test
    void boundaryShare_withoutMembers_isEmpty() {
        Posterior p = posterior(List.of(ABOUT_C));

        assertThat(new BoundaryShare().of(new Posterior(p.map(), p.uncertaintyDeg(), List.of(), 0), null))
                .isEmpty();
    }

    private static Posterior posterior(List<double[]> membersAboutC) {
        List<float[]> members = new ArrayList<>();
        for (double[] about : membersAboutC) {
            float[] q = new float[4 * about.length];
            for (int i = 0; i < about.length; i++) {
                q[4 * i] = (float) Math.cos(Math.toRadians(about[i]) / 2);
                q[4 * i + 3] = (float) Math.sin(Math.toRadians(about[i]) / 2);
            }
            members.add(q);
        }
        double[] first = new double[4 * GRID.size()];
        for (int k = 0; k < first.length; k++) {
            first[k] = members.get(0)[k];
        }
        boolean[] valid = new boolean[GRID.size()];
        Arrays.fill(valid, true);
        OrientationMap map = new OrientationMap(GRID, LaueGroup.HEXAGONAL, first, valid);
        return new Posterior(map, new float[GRID.size()], members, 1);
    }
}
