package sunstone.agent.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Reading;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.ScanState;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.MapRevision;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Texture;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** Wrong light is said within twenty points: in the map's record and in the suggestion. */
class LeftOutLightTest {
    private static final ScanGrid GRID = new ScanGrid(64, 72, 1);
    private static final int FRAMES = 12;
    private static final int POINTS = 20;

    private static OrientationMap section(long seed, ScanGrid grid) {
        double diameter = 12.0 * grid.rows() / GRID.rows();
        MicrostructureRecipe recipe = new MicrostructureRecipe(
                LaueGroup.HEXAGONAL,
                diameter,
                0.35,
                1.2,
                0.6,
                0.05,
                Texture.MIXED,
                20,
                0,
                0,
                0,
                0,
                3,
                0.3,
                0.2,
                1.587,
                0.8);
        return MicrostructureGenerator.generate(grid, recipe, new SplittableRandom(seed))
                .map();
    }

    private static float[][] camera(OrientationMap truth) {
        return PlCamera.frames(truth, MuellerChain.titanium(), PlCondition.camera(), PlScaling.canonical(), FRAMES, 1);
    }

    private static float[][] wrong(String kind) {
        float[][] frames = new float[FRAMES][GRID.size()];
        SplittableRandom random = new SplittableRandom(3);
        switch (kind) {
            case "constant" -> Arrays.stream(frames).forEach(f -> Arrays.fill(f, 0.4f));
            case "noise" ->
                Arrays.stream(frames).forEach(f -> {
                    for (int p = 0; p < f.length; p++) {
                        f[p] = (float) random.nextDouble();
                    }
                });
            default -> frames = camera(section(77, GRID));
        }
        return frames;
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static ScanState state(OrientationMap truth, Scan.Light light, float[][] frames) {
        Scan scan = new Scan(
                "s",
                truth.grid(),
                new Phase(1, "Ti", LaueGroup.HEXAGONAL),
                java.util.Set.of(1),
                light,
                Budget.UNLIMITED,
                null);
        ScanState state = new ScanState(scan, PlScaling.canonical(), Instant.EPOCH);
        for (int j = 0; j < FRAMES; j++) {
            state.plBand(j, 360.0 * j / FRAMES, 0, light.grid().rows(), frames[j]);
        }
        VirtualMicroscope microscope = new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 5);
        int[] places = new SplittableRandom(5)
                .ints(0, truth.grid().size())
                .distinct()
                .limit(POINTS)
                .toArray();
        for (int k = 0; k < POINTS; k++) {
            Measurement m = microscope.measure(
                    places[k] / truth.grid().cols(), places[k] % truth.grid().cols());
            state.reading(
                    m.phase() == 0
                            ? Reading.notIndexed(m.row(), m.col())
                            : new Reading(m.row(), m.col(), 1, m.w(), m.x(), m.y(), m.z(), m.confidence()),
                    k,
                    Instant.EPOCH.plus(Duration.ofSeconds(k)));
        }
        return state;
    }

    private static Round round(ScanState state) {
        return Copilot.with(new NearestFill(), Policies.of("pl-k-center"), Travel.DEFAULT, 4, 1)
                .round(state.begin(Instant.EPOCH.plusSeconds(60)), null);
    }

    private static MapRevision record(ScanState state, Round round) {
        return Codecs.MAP
                .decode(Publication.map(state.scan(), round, MapRevision.Calibration.none(), 1)
                        .value())
                .value()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "noise", "of another section"})
    void round_wrongLight_isLeftOutAndSaid(String kind) {
        ScanState state = state(section(1, GRID), new Scan.Light(FRAMES, GRID, Optics.CANONICAL), wrong(kind));

        Round round = round(state);

        assertThat(round.snapshot().pl()).isNull();
        assertThat(round.suggestion().get(0).why()).startsWith("light contradicts the points and is left out; ");
        LightOptics optics = requireNonNull(record(state, round).optics());
        assertThat(optics.verdict()).isEqualTo(LightOptics.CONTRADICTED);
        assertThat(optics.note()).contains("order").contains("of this section");
        assertThat(optics.gain()).isNull();
    }

    @Test
    void round_lightOfTwiceTheRaster_isUsedAndLearntOf() {
        ScanGrid fine = new ScanGrid(2 * GRID.rows(), 2 * GRID.cols(), 0.5);
        OrientationMap whole = section(1, fine);
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            int at = fine.index(2 * (i / GRID.cols()), 2 * (i % GRID.cols()));
            System.arraycopy(whole.quaternions(), 4 * at, q, 4 * i, 4);
        }
        OrientationMap truth = OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q);
        ScanState state = state(truth, new Scan.Light(FRAMES, fine, Optics.CANONICAL), camera(whole));

        Round round = round(state);

        assertThat(state.rejected()).isZero();
        assertThat(requireNonNull(round.snapshot().pl()).grid()).isEqualTo(GRID);
        assertThat(round.suggestion())
                .noneMatch(c -> c.why().toLowerCase(Locale.ROOT).contains("left out"));
        LightOptics optics = requireNonNull(record(state, round).optics());
        assertThat(optics.verdict()).isEqualTo(LightOptics.ESTIMATED);
        assertThat(optics.gain()).isBetween(0.85, 1.15);
        assertThat(optics.shiftPx()).isNotNull().allSatisfy(s -> assertThat(Math.abs(s))
                .isLessThan(1.5));
        assertThat(optics.sense()).isEqualTo(1);
    }
}
