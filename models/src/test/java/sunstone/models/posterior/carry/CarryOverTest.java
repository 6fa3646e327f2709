package sunstone.models.posterior.carry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.Patchwork;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.OnnxPrior;

class CarryOverTest {
    private static final int SIZE = 64;
    private static final int GRAINS = 25;
    private static final double DEPTH_PX = 1;

    private final Patchwork below = new Patchwork(SIZE, GRAINS, 3);

    @Test
    void open_sameGrainsUnderAShiftedMount_liesWhereTheLightSays() {
        CarriedOver carried = requireNonNull(open(below.areaLight(0.05, 3, -2)).carried());

        int right = 0;
        int known = 0;
        for (int row = 4; row < SIZE - 4; row++) {
            for (int col = 4; col < SIZE - 4; col++) {
                int i = below.grid().index(row, col);
                known += carried.map().valid()[i] ? 1 : 0;
                right += near(carried.map(), i, row - 2, col + 3) ? 1 : 0;
            }
        }
        assertThat(known).isEqualTo((SIZE - 8) * (SIZE - 8));
        assertThat((double) right / known).isGreaterThan(0.95);
        assertThat(carried.share()).isGreaterThan(0.6);
        assertThat(carried.size()).isGreaterThan(GRAINS);
    }

    @Test
    void open_anotherSpecimen_carriesNothingAndSaysWhy() {
        CarryOver.Opening opening = open(new Patchwork(SIZE, GRAINS, 8).light(0.05, 0, 0));

        assertThat(opening.carried()).isNull();
        assertThat(opening.why()).startsWith("nothing carried over").contains("light");
    }

    @Test
    void open_turnedByHalfATurn_carriesNothing() {
        assertThat(open(turned(below.light(0.05, 0, 0))).carried()).isNull();
    }

    @Test
    void open_oneGrainHasOtherLight_thatGrainDoesNotGoOn() {
        Patchwork other = new Patchwork(SIZE, GRAINS, 4);
        PlImage same = below.light(0.02, 0, 0);
        PlImage changed = other.light(0.02, 0, 0);
        int grain = below.grain()[below.grid().index(SIZE / 2, SIZE / 2)];
        float[] light = same.harmonics().clone();
        for (int k = 0; k < light.length; k++) {
            if (below.grain()[k % below.grid().size()] == grain) {
                light[k] = changed.harmonics()[k];
            }
        }
        CarriedOver carried = requireNonNull(
                open(new PlImage(below.grid(), light, same.noise())).carried());

        double[] sum = new double[2];
        int[] count = new int[2];
        for (int i = 0; i < below.grid().size(); i++) {
            int k = below.grain()[i] == grain ? 1 : 0;
            sum[k] += carried.continues()[i];
            count[k]++;
        }
        assertThat(sum[1] / count[1]).isLessThan(0.6 * sum[0] / count[0]);
    }

    @Test
    void open_noDepthOrOtherLaueGroup_refusedWithTheReason() {
        PlFit light = PlFit.made(below.light(0.05, 0, 0));
        assertThat(CarryOver.open(finished(), below.grid(), light, 0).why()).contains("0.0 px");
        SectionOpening cubic = SectionOpening.of(finished(), below.grid(), LaueGroup.of("m-3m"), light, 1);
        assertThat(cubic.result().why()).contains("6/mmm").contains("m-3m");
        assertThat(cubic.believed(List.of())).isNull();
    }

    @Test
    void at_placesOfThePoints_drawsTheSamePoints() {
        CarriedOver carried = requireNonNull(open(below.light(0.05, 0, 0)).carried());
        List<EbsdPoint> measured = List.of(below.point(900, 0.5), below.wrong(2000));
        CarriedOver part =
                CarriedOver.at(below.grid(), LaueGroup.HEXAGONAL, carried.places(measured), carried.sources());

        assertThat(part.places(measured).size()).isLessThan(below.grid().size() / 4);
        for (int member = 0; member < 8; member++) {
            assertThat(part.draw(measured, 3, member)).isEqualTo(carried.draw(measured, 3, member));
        }
        assertThat(part.calibrating()).isEqualTo(carried.calibrating());
        assertThat(part.trust(measured)).isEqualTo(carried.trust(measured));
    }

    @Test
    void sample_classicalFillNoPointYet_isAMapThatSaysWhereGrainsMayEnd() {
        PlFit light = PlFit.made(below.light(0.05, 0, 0));
        SectionOpening opening = SectionOpening.of(finished(), below.grid(), LaueGroup.HEXAGONAL, light, 8);
        Snapshot opened = new Snapshot(below.grid(), LaueGroup.HEXAGONAL, light, List.of(), everywhere(), opening);
        Posterior fill = new NearestFill().sample(opened, 1);

        assertThat(opened.carriedOn()).isNotEmpty().allSatisfy(p -> assertThat(p.confidence())
                .isGreaterThan(0.5));
        assertThat(meanError(fill)).isLessThan(8);
        EbsdPoint one = opened.carriedOn().get(0);
        assertThat(fill.uncertaintyDeg()[below.grid().index(one.row(), one.col())])
                .isGreaterThan((float) (1 + 90 * (1 - one.confidence())));
    }

    @Test
    void open_withoutLight_goesByPositionAlone() {
        CarriedOver carried = requireNonNull(CarryOver.open(finished(), below.grid(), PlFit.made(null), DEPTH_PX)
                .carried());
        assertThat(carried.map().quaternions()[40]).isEqualTo(below.truth().quaternions()[40]);
        assertThat(carried.share()).isBetween(0.5, 0.98);
    }

    @Test
    void sample_noPointYet_isAMapAlready() throws IOException {
        PlFit light = PlFit.made(below.light(0.05, 0, 0));
        SectionOpening carried = SectionOpening.of(finished(), below.grid(), LaueGroup.HEXAGONAL, light, DEPTH_PX);
        try (OnnxPrior prior = OnnxPrior.open(model(), "cpu", 1)) {
            EnsembleSampler sampler = new EnsembleSampler(prior, 4);
            Snapshot opened = new Snapshot(below.grid(), LaueGroup.HEXAGONAL, light, List.of(), everywhere(), carried);
            Posterior first = sampler.sample(opened, 1);

            assertThat(meanError(first)).isLessThan(5);
            assertThat(first.map().quaternions())
                    .isEqualTo(sampler.sample(opened, 1).map().quaternions());
        }
    }

    private CarryOver.Opening open(PlImage light) {
        return CarryOver.open(finished(), below.grid(), PlFit.made(light), DEPTH_PX);
    }

    /** The section below, known without error. */
    private FinishedSection finished() {
        OrientationMap truth = below.truth();
        float[] member = new float[truth.quaternions().length];
        for (int i = 0; i < member.length; i++) {
            member[i] = (float) truth.quaternions()[i];
        }
        FinishedSection dark =
                FinishedSection.of(truth, new float[truth.grid().size()], List.of(member, member), null, null);
        return new FinishedSection(
                dark.map(),
                dark.uncertaintyDeg(),
                dark.support(),
                dark.witnesses(),
                below.light(0.05, 0, 0),
                null,
                Optics.CANONICAL);
    }

    /**
     * Whether a pixel has the orientation of a place of the section below, to a pixel: on average it is found to half
     * of one.
     */
    private boolean near(OrientationMap map, int pixel, int row, int col) {
        for (int k = 0; k < 9; k++) {
            if (apart(map, pixel, below.grid().index(row + k / 3 - 1, col + k % 3 - 1)) < 1) {
                return true;
            }
        }
        return false;
    }

    private static PlImage turned(PlImage image) {
        int n = image.grid().size();
        float[] out = new float[image.harmonics().length];
        for (int k = 0; k < out.length; k++) {
            out[k] = image.harmonics()[k / n * n + n - 1 - k % n];
        }
        return new PlImage(image.grid(), out, image.noise());
    }

    private double apart(OrientationMap map, int pixel, int source) {
        return Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(
                map.quaternions(), 4 * pixel, below.truth().quaternions(), 4 * source));
    }

    private double meanError(Posterior p) {
        double sum = 0;
        for (int i = 0; i < below.grid().size(); i++) {
            sum += apart(p.map(), i, i) / below.grid().size();
        }
        return sum;
    }

    private boolean[] everywhere() {
        boolean[] all = new boolean[below.grid().size()];
        java.util.Arrays.fill(all, true);
        return all;
    }

    private static Path model() {
        Path here = Path.of("zoo/hexagonal/model.onnx");
        return Files.exists(here) ? here : Path.of("models").resolve(here);
    }

    @Test
    void trust_pointsContradict_isLostAndStaysWhereTheyAgree() {
        CarriedOver carried = requireNonNull(open(below.light(0.05, 0, 0)).carried());
        List<EbsdPoint> agreeing = new ArrayList<>();
        List<EbsdPoint> contradicting = new ArrayList<>();
        for (int pixel = 130; pixel < below.grid().size(); pixel += 487) {
            if (carried.continues()[pixel] > 0.8) {
                agreeing.add(below.point(pixel, 0.5));
                contradicting.add(below.wrong(pixel));
            }
        }
        assertThat(agreeing).hasSizeGreaterThan(3);
        assertThat(carried.trust(List.of())).isBetween(0.9, 0.99);
        assertThat(carried.trust(agreeing)).isGreaterThan(0.999);
        assertThat(carried.trust(contradicting)).isLessThan(0.05);
        assertThat(carried.draw(contradicting, 1, 0)).isEmpty();
    }

    @Test
    void draw_pointContradictsOneGrain_thatGrainsImaginedPointsGo() {
        CarriedOver carried = requireNonNull(open(below.light(0.05, 0, 0)).carried());
        int grain = below.grain()[below.grid().index(SIZE / 2, SIZE / 2)];
        int inside = -1;
        List<EbsdPoint> measured = new ArrayList<>();
        for (int pixel = 130; pixel < below.grid().size(); pixel += 61) {
            boolean sure = carried.continues()[pixel] > 0.8;
            if (sure && below.grain()[pixel] == grain) {
                inside = pixel;
            } else if (sure && measured.size() < 6) {
                measured.add(below.point(pixel, 0.2)); // so that one contradiction does not refute all
            }
        }
        assertThat(inside).isNotNegative();
        measured.add(below.wrong(inside));
        int before = 0;
        for (int member = 0; member < 20; member++) {
            before += in(grain, carried.draw(List.of(), 1, member));
            assertThat(in(grain, carried.draw(measured, 1, member))).isZero();
        }
        assertThat(before).isGreaterThan(10);
    }

    private int in(int grain, List<EbsdPoint> points) {
        return (int) points.stream()
                .filter(p -> below.grain()[below.grid().index(p.row(), p.col())] == grain)
                .count();
    }
}
