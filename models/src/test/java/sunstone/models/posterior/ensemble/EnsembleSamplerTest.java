package sunstone.models.posterior.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.models.Patchwork;
import sunstone.models.ToyJointPrior;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.AxisConstraintTest;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.FinishedSection;
import sunstone.models.posterior.carry.SectionOpening;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ForwardingPrior;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.Prior;

/** The shipped prior on a small section. */
class EnsembleSamplerTest {
    private static final int GRAINS = 6;
    private static OnnxPrior prior;

    @TempDir
    Path folder;

    private final Patchwork section = new Patchwork(40, GRAINS, 2);
    private final PlImage light = section.light(0.05, 0, 0);

    @BeforeAll
    static void open() throws IOException {
        prior = OnnxPrior.open(model(), "cpu", 1);
    }

    private static Path model() {
        Path here = Path.of("zoo/hexagonal/model.onnx");
        return Files.exists(here) ? here : Path.of("models").resolve(here);
    }

    @AfterAll
    static void close() {
        prior.close();
    }

    @Test
    void sample_onePointPerGrain_isRightToTwoDegrees() {
        assertThat(meanError(sample(onePerGrain(), 1))).isLessThan(2);
        assertThat(meanError(ofTheNetwork(prior, onePerGrain()))).isLessThan(2);
    }

    @Test
    void sample_sameSeed_isTheSameBitForBit() {
        List<EbsdPoint> points = onePerGrain();
        Posterior a = sample(points, 1);
        assertSame(sample(points, 1), a);
    }

    private static void assertSame(Posterior b, Posterior a) {
        assertThat(Arrays.equals(a.map().quaternions(), b.map().quaternions())).isTrue();
        assertThat(Arrays.equals(a.uncertaintyDeg(), b.uncertaintyDeg())).isTrue();
        assertSame(b.members(), a.members());
    }

    private static void assertSame(List<float[]> b, List<float[]> a) {
        assertThat(b).hasSameSizeAs(a);
        for (int m = 0; m < a.size(); m++) {
            assertThat(Arrays.equals(b.get(m), a.get(m))).as("member " + m).isTrue();
        }
    }

    @Test
    void members_drawnOutOfOrderAndElsewhere_areThoseOfTheSample() throws IOException {
        Snapshot snapshot = snapshot(onePerGrain());
        EnsembleSampler sampler = new EnsembleSampler(prior, 7);
        assertThat(sampler.drawn(snapshot)).isEqualTo(5);
        Posterior here = sampler.sample(snapshot, 1);
        try (OnnxPrior elsewhere = OnnxPrior.open(model(), "cpu", 2)) {
            EnsembleDrawing drawing = new EnsembleSampler(elsewhere, 2).drawing(snapshot, 1);
            List<float[]> members = new ArrayList<>(drawing.members(4, 5));
            members.addAll(0, drawing.members(0, 4));

            Posterior there = sampler.drawing(snapshot, 1).posterior(members);

            assertSame(there, here);
        }
    }

    @Test
    void sample_withPoints_everyFourthMemberIsAFillOfThem() {
        List<EbsdPoint> points = onePerGrain();
        points.remove(0); // the grain without a point is taken for another one by the fills alone
        // in the dark: fills are turned to where light has the axes of grains without a point
        List<float[]> members =
                new EnsembleSampler(prior, 6).sample(dark(section, points), 1).members();

        assertThat(members).hasSize(6);
        for (int m = 0; m < members.size(); m++) {
            assertThat(farFrom(points, members.get(m)) == 0).as("member " + m).isEqualTo(m % 4 == 0);
        }
    }

    @Test
    void posterior_drawsContradictTheLight_areTurned() {
        List<float[]> drawn = madeUp();
        List<float[]> members = among(section.light(0.05, 0, 0), drawn);

        // light tells an axis to 5 or 10 degrees, and a member scatters
        assertThat(contradictions(drawn)).isGreaterThan(section.grid().size() / 2);
        assertThat(contradictions(members)).isZero();
    }

    @Test
    void posterior_pointsDoNotLookAsTheOpticsSay_drawsAreLeft() {
        List<float[]> drawn = madeUp();
        List<float[]> members = among(new Patchwork(40, GRAINS, 9).light(0.05, 0, 0), drawn);

        for (int m = 0; m < drawn.size(); m++) {
            double[] before = doubles(drawn.get(m));
            double[] after = doubles(members.get(m));
            for (int i = 0; i < section.grid().size(); i++) {
                assertThat(LaueGroup.HEXAGONAL.disorientation(before, 4 * i, after, 4 * i))
                        .isLessThan(Math.toRadians(15));
            }
        }
    }

    /** Four members of one random orientation each. */
    private List<float[]> madeUp() {
        List<float[]> drawn = new ArrayList<>();
        for (int m = 0; m < 4; m++) {
            double[] q = section.orientation();
            float[] member = new float[4 * section.grid().size()];
            for (int i = 0; i < member.length; i++) {
                member[i] = (float) q[i % 4];
            }
            drawn.add(member);
        }
        return drawn;
    }

    /** What becomes of drawn members in an ensemble of six under some light. */
    private List<float[]> among(PlImage seen, List<float[]> drawn) {
        boolean[] everywhere = new boolean[section.grid().size()];
        Arrays.fill(everywhere, true);
        Snapshot snapshot =
                new Snapshot(section.grid(), LaueGroup.HEXAGONAL, PlFit.made(seen), onePerGrain(), everywhere);
        List<float[]> all = new EnsembleSampler(prior, 6)
                .drawing(snapshot, 1)
                .posterior(drawn)
                .members();
        return List.of(all.get(1), all.get(2), all.get(3), all.get(5));
    }

    /** Pixels of all members whose c axis is more than 60 degrees from both that look like the truth's. */
    private int contradictions(List<float[]> members) {
        int far = 0;
        for (float[] member : members) {
            double[] q = doubles(member);
            for (int i = 0; i < section.grid().size(); i++) {
                far += AxisConstraintTest.offDeg(q, section.truth().quaternions(), i) > 60 ? 1 : 0;
            }
        }
        return far;
    }

    private static double[] doubles(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    @Test
    void drawn_withoutPoints_isTheWholeEnsemble() {
        EnsembleSampler sampler = new EnsembleSampler(prior, 6);
        assertThat(sampler.drawn(snapshot(List.of()))).isEqualTo(6);
        assertThat(sampler.drawn(snapshot(onePerGrain()))).isEqualTo(4);
    }

    /**
     * Pixels at which a member is more than 8 degrees from all points; it scatters around its own by a degree or two.
     */
    private int farFrom(List<EbsdPoint> points, float[] member) {
        int far = 0;
        double[] q = new double[4];
        for (int i = 0; i < section.grid().size(); i++) {
            for (int k = 0; k < 4; k++) {
                q[k] = member[4 * i + k];
            }
            far += points.stream()
                            .allMatch(p ->
                                    LaueGroup.HEXAGONAL.disorientation(q, 0, p.quaternion(), 0) > Math.toRadians(8))
                    ? 1
                    : 0;
        }
        return far;
    }

    @Test
    void arithmetic_anotherModel_isAnother() throws IOException {
        String here = new EnsembleSampler(prior, 6).arithmetic();
        assertThat(here).isEqualTo(new EnsembleSampler(prior, 2).arithmetic());
        try (OnnxPrior joint = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1)) {
            assertThat(new EnsembleSampler(joint, 6).arithmetic()).isNotEqualTo(here);
        }
    }

    @Test
    void sample_wrongSolutionInEachGrain_doesNotTakeTheGrain() {
        List<EbsdPoint> points = onePerGrain();
        for (EbsdPoint p : onePerGrain()) {
            int row = Math.min(section.grid().rows() - 1, p.row() + 3);
            int col = Math.min(section.grid().cols() - 1, p.col() + 3);
            points.add(section.wrong(section.grid().index(row, col)));
        }
        assertThat(meanError(sample(points, 1))).isLessThan(4);
        assertThat(meanError(ofTheNetwork(prior, points))).isLessThan(4);
    }

    @Test
    void sample_grainWithoutPoint_isUncertainThere() {
        List<EbsdPoint> points = onePerGrain();
        EbsdPoint left = points.remove(0);
        int missing = section.grain()[section.grid().index(left.row(), left.col())];
        Posterior p = sample(points, 1);
        double[] sum = new double[2];
        int[] n = new int[2];
        for (int i = 0; i < section.grid().size(); i++) {
            int k = section.grain()[i] == missing ? 1 : 0;
            sum[k] += p.uncertaintyDeg()[i];
            n[k]++;
        }
        assertThat(sum[1] / n[1]).isGreaterThan(4 * sum[0] / n[0]);
    }

    @Test
    void sample_plainJointPriorFromElsewhere_fillsTheGrains() throws IOException {
        try (OnnxPrior joint = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1)) {
            Posterior p = new EnsembleSampler(joint, 4).sample(snapshot(onePerGrain()), 1);
            Posterior drawn = ofTheNetwork(joint, onePerGrain());
            // independent pixels: the toy cannot smooth what a copied orientation leaves open, a few degrees per axis;
            // a random
            // map is off by 60 degrees
            assertThat(meanError(p)).isLessThan(20);
            assertThat(meanError(drawn)).isLessThan(20);
            assertThat(p.networkEvaluations()).isEqualTo(MemberDenoiser.JOINT_STEPS + 1);
        }
    }

    @Test
    void sample_largeMapWithANewPoint_drawsOnlyTheTilesThatSeeIt() {
        Patchwork large = new Patchwork(224, 150, 5); // four tiles of 128, which begin at 0 and 96
        List<EbsdPoint> before = large.points(400);
        List<EbsdPoint> after = new ArrayList<>(before);
        after.add(large.point(large.grid().index(20, 20), 0.5));
        Counting counting = new Counting(prior);
        EnsembleSampler sampler = new EnsembleSampler(counting, 2, 0);

        List<float[]> first = sampler.drawing(dark(large, before), 1).members(0, 1);
        int all = counting.calls;
        List<float[]> again = sampler.drawing(dark(large, before), 1).members(0, 1);
        int none = counting.calls - all;
        List<float[]> next = sampler.drawing(dark(large, after), 1).members(0, 1);
        int some = counting.calls - all;

        assertThat(all).isEqualTo(4 * 3);
        assertThat(none).isZero();
        assertSame(again, first);
        assertThat(some).isEqualTo(3);
        assertThat(sampler.work()).isEqualTo(new NetworkWork(4 + 1, 4 + 3, 5 * 3 * 128 * 128));
        assertSame(
                next,
                new EnsembleSampler(prior, 2, 0).drawing(dark(large, after), 1).members(0, 1));
        for (int i = 0; i < large.grid().size(); i++) {
            if (i / 224 >= 112 || i % 224 >= 112) {
                for (int k = 4 * i; k < 4 * i + 4; k++) {
                    assertThat(next.get(0)[k]).isEqualTo(first.get(0)[k]);
                }
            }
        }
        assertThat(Arrays.equals(next.get(0), first.get(0))).isFalse();
    }

    @Test
    void sample_inTiles_errsAsMuchAsWhole() {
        Patchwork large = new Patchwork(224, 150, 5);
        Snapshot snapshot = dark(large, large.points(400));

        double whole = error(large, new EnsembleSampler(prior, 4).sample(snapshot, 1));
        double tiles = error(large, new EnsembleSampler(prior, 4, 0).sample(snapshot, 1));

        assertThat(tiles).isLessThan(1.05 * whole);
    }

    @Test
    void members_carriedSection_areDrawnOneByOneInTilesAsWhole() {
        SectionOpening carried = SectionOpening.of(below(), section.grid(), LaueGroup.HEXAGONAL, null, 1);
        Snapshot opened = new Snapshot(section.grid(), LaueGroup.HEXAGONAL, null, List.of(), everywhere(), carried);
        Counting counting = new Counting(prior);
        EnsembleSampler tiles = new EnsembleSampler(counting, 4, 0);

        List<float[]> drawn = tiles.drawing(opened, 1).members(0, 3);
        int all = counting.calls;
        List<float[]> again = tiles.drawing(opened, 1).members(0, 3);

        assertThat(all).isEqualTo(3 * 3); // each member sees grains of its own
        assertThat(counting.calls).isEqualTo(all);
        assertSame(again, drawn);
        assertSame(new EnsembleSampler(prior, 4).drawing(opened, 1).members(0, 3), drawn);
    }

    /** The section below, known without error. */
    private FinishedSection below() {
        OrientationMap truth = section.truth();
        float[] member = new float[truth.quaternions().length];
        for (int i = 0; i < member.length; i++) {
            member[i] = (float) truth.quaternions()[i];
        }
        return FinishedSection.of(truth, new float[section.grid().size()], List.of(member), null, null);
    }

    private boolean[] everywhere() {
        boolean[] all = new boolean[section.grid().size()];
        Arrays.fill(all, true);
        return all;
    }

    private static double error(Patchwork section, Posterior p) {
        double sum = 0;
        for (int i = 0; i < section.grid().size(); i++) {
            sum += LaueGroup.HEXAGONAL.disorientation(
                    p.map().quaternions(), 4 * i, section.truth().quaternions(), 4 * i);
        }
        return sum;
    }

    /** Without light, of which a new point could change the whole. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot dark(Patchwork section, List<EbsdPoint> points) {
        return new Snapshot(section.grid(), LaueGroup.HEXAGONAL, null, points, null);
    }

    /** Counts passes. */
    private static final class Counting extends ForwardingPrior {
        private int calls;

        Counting(Prior prior) {
            super(prior);
        }

        @Override
        public float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols) {
            calls++;
            return super.denoise(samples, time, seen, rows, cols);
        }
    }

    /**
     * The map of four drawn members alone: among fills, which are right wherever a grain has a point, a network that
     * fails would not show.
     */
    private Posterior ofTheNetwork(OnnxPrior network, List<EbsdPoint> points) {
        Snapshot snapshot = snapshot(points);
        List<float[]> drawn =
                new EnsembleSampler(network, 6).drawing(snapshot, 1).members(0, 4);
        return ModalMap.of(snapshot, drawn).posterior(drawn, 1);
    }

    private Posterior sample(List<EbsdPoint> points, long seed) {
        return new EnsembleSampler(prior, 6).sample(snapshot(points), seed);
    }

    private Snapshot snapshot(List<EbsdPoint> points) {
        boolean[] everywhere = new boolean[section.grid().size()];
        Arrays.fill(everywhere, true);
        return new Snapshot(section.grid(), LaueGroup.HEXAGONAL, PlFit.made(light), points, everywhere);
    }

    private double meanError(Posterior p) {
        double sum = 0;
        for (int i = 0; i < section.grid().size(); i++) {
            sum += LaueGroup.HEXAGONAL.disorientation(
                    p.map().quaternions(), 4 * i, section.truth().quaternions(), 4 * i);
        }
        return Math.toDegrees(sum / section.grid().size());
    }

    /** The pixel of each grain that lies deepest inside it, measured. */
    private List<EbsdPoint> onePerGrain() {
        int[] deepest = new int[GRAINS];
        double[] depth = new double[GRAINS];
        int size = section.grid().cols();
        for (int i = 0; i < section.grid().size(); i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < section.grid().size(); j++) {
                if (section.grain()[j] != section.grain()[i]) {
                    nearest = Math.min(nearest, Math.hypot(i / size - j / size, i % size - j % size));
                }
            }
            if (nearest > depth[section.grain()[i]]) {
                depth[section.grain()[i]] = nearest;
                deepest[section.grain()[i]] = i;
            }
        }
        List<EbsdPoint> points = new ArrayList<>();
        for (int pixel : deepest) {
            points.add(section.point(pixel, 0.5));
        }
        return points;
    }
}
