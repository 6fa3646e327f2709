package sunstone.agent.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.stack.PlStack;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Texture;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** An ensemble whose members agree everywhere, and light of a laboratory of which nobody knows yet where it lies. */
class RegistrationDoubtsTest {
    private static final ScanGrid GRID = new ScanGrid(96, 112, 1);
    private static final int FRAMES = 36;
    private static final int BATCH = 12;

    private final OrientationMap truth = MicrostructureGenerator.generate(
                    GRID,
                    new MicrostructureRecipe(
                            LaueGroup.HEXAGONAL,
                            18,
                            0.35,
                            1.2,
                            0.6,
                            0,
                            Texture.RANDOM,
                            20,
                            0,
                            0,
                            0,
                            0,
                            3,
                            0.3,
                            0.2,
                            1.587,
                            0.8),
                    new SplittableRandom(7))
            .map();

    @Test
    void expectedGain_lightLiesSomewhere_asksAThirdOfTheBatchBesideBoundaries() {
        List<Candidate> batch = suggest(PlCondition.lab(1));

        List<Candidate> telling = telling(batch);
        assertThat(telling).hasSize(BATCH / 3);
        assertThat(telling).allSatisfy(c -> {
            assertThat(c.expectedGainDeg()).isPositive();
            assertThat(contrastNear(c, 4)).as("%s", c).isGreaterThan(10);
        });
    }

    @Test
    void expectedGain_lightAsItIsAssumed_asksNothingOfWhereItLies() {
        assertThat(telling(suggest(PlCondition.camera()))).isEmpty();
    }

    private static List<Candidate> telling(List<Candidate> batch) {
        return batch.stream()
                .filter(c -> c.why().contains("where the light lies"))
                .toList();
    }

    private List<Candidate> suggest(PlCondition condition) {
        PlCamera camera = PlCamera.of(truth, MuellerChain.titanium(), condition, PlScaling.canonical(), FRAMES, 3);
        PlStack stack = new PlStack(GRID, FRAMES, PlScaling.canonical());
        for (int j = 0; j < FRAMES; j++) {
            stack.add(j, 360.0 * j / FRAMES, 0, GRID.rows(), camera.frame(j));
        }
        boolean[] visited = new boolean[GRID.size()];
        List<EbsdPoint> points = points(visited);
        Snapshot snapshot = new Snapshot(GRID, LaueGroup.HEXAGONAL, stack.fit(), points, null);
        float[] member = new float[4 * GRID.size()];
        for (int i = 0; i < member.length; i++) {
            member[i] = (float) truth.quaternions()[i];
        }
        Posterior posterior = new Posterior(truth, new float[GRID.size()], List.of(member, member), 0);
        return Policies.of("expected-gain").suggest(new PolicyInput(snapshot, posterior, visited, 1, 1), BATCH);
    }

    private List<EbsdPoint> points(boolean[] visited) {
        VirtualMicroscope microscope = new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 3);
        List<EbsdPoint> points = new ArrayList<>();
        new SplittableRandom(3).ints(0, GRID.size()).distinct().limit(40).forEach(p -> {
            Measurement m = microscope.measure(p / GRID.cols(), p % GRID.cols());
            visited[p] = true;
            if (m.phase() == 1) {
                points.add(new EbsdPoint(m.row(), m.col(), 1, m.w(), m.x(), m.y(), m.z(), m.confidence()));
            }
        });
        return points;
    }

    /** Largest disorientation within some pixels of a candidate, degrees. */
    private double contrastNear(Candidate c, int px) {
        double most = 0;
        for (int row = Math.max(0, c.row() - px); row <= Math.min(GRID.rows() - 1, c.row() + px); row++) {
            for (int col = Math.max(0, c.col() - px); col <= Math.min(GRID.cols() - 1, c.col() + px); col++) {
                most = Math.max(
                        most,
                        LaueGroup.HEXAGONAL.disorientation(
                                truth.quaternions(),
                                4 * GRID.index(c.row(), c.col()),
                                truth.quaternions(),
                                4 * GRID.index(row, col)));
            }
        }
        return Math.toDegrees(most);
    }
}
