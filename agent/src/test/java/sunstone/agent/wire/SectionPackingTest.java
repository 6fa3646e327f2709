package sunstone.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.EncodedMap;
import sunstone.connectors.message.SectionPosterior;
import sunstone.connectors.message.codec.Decoded;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.Registration;
import sunstone.models.posterior.carry.FinishedSection;

class SectionPackingTest {
    private static final LaueGroup LAUE = LaueGroup.HEXAGONAL;

    @Test
    void unpack_whatWasPacked_isTheSameButForTheLastDigits() {
        FinishedSection left = section(new ScanGrid(9, 13, 0.5));
        SectionPosterior record = SectionPacking.pack("s", "specimen", 3, 7, 40, left, "{}");
        FinishedSection back = SectionPacking.unpack(Codecs.SECTION
                        .decode(Codecs.SECTION.encode(record))
                        .value()
                        .orElseThrow())
                .value()
                .orElseThrow();

        for (int i = 0; i < left.map().grid().size(); i++) {
            assertThat(apart(left, i, back, i)).isLessThan(0.01);
            assertThat(back.support()[i]).isCloseTo(left.support()[i], within(0.003f));
            assertThat(back.uncertaintyDeg()[i]).isCloseTo(left.uncertaintyDeg()[i], within(0.06f));
        }
        PlImage light = java.util.Objects.requireNonNull(left.light());
        PlImage again = java.util.Objects.requireNonNull(back.light());
        for (int k = 0; k < light.harmonics().length; k++) {
            assertThat(again.harmonics()[k]).isCloseTo(light.harmonics()[k], within(2e-4f));
        }
        assertThat(again.covers(5)).isFalse();
        assertThat(again.covers(6)).isTrue();
        assertThat(again.noise()).containsExactly(light.noise());
        assertThat(back.optics()).isEqualTo(left.optics());
        assertThat(java.util.Objects.requireNonNull(back.registration()).parameters())
                .containsExactly(
                        java.util.Objects.requireNonNull(left.registration()).parameters());
        assertThat(back.witnesses()).hasSize(1);
        assertThat(back.witnesses().get(0).pixel()).isEqualTo(20);
        assertThat(back.witnesses().get(0).draws()[5])
                .isCloseTo(left.witnesses().get(0).draws()[5], within(1e-4f));
        // what was packed once is packed to the same again: every agent works from the same
        assertThat(SectionPacking.pack("s", "specimen", 3, 7, 40, back, "{}").light())
                .isEqualTo(record.light());
    }

    @Test
    void pack_largeMap_goesEverySecondPixelAndComesBackOnItsRaster() {
        ScanGrid large = new ScanGrid(801, 700, 1);
        FinishedSection left = section(large);
        SectionPosterior record = SectionPacking.pack("s", "specimen", 1, 1, 4, left, "{}");

        assertThat(record.map().stride()).isEqualTo(2);
        assertThat(record.map().rows()).isEqualTo(401);
        FinishedSection back = SectionPacking.unpack(record).value().orElseThrow();
        assertThat(back.map().grid()).isEqualTo(large);
        assertThat(apart(left, large.index(800, 698), back, large.index(800, 699)))
                .isLessThan(0.01);
        assertThat(Codecs.SECTION.encode(record).length).isLessThan(16 << 20);
    }

    @Test
    void unpack_recordThatHoldsLessThanItSays_isRejectedWithTheReason() {
        SectionPosterior good = SectionPacking.pack("s", "specimen", 3, 7, 40, section(new ScanGrid(9, 13, 1)), "{}");
        assertThat(why(good, good.support(), good.witnesses(), 9)).contains("inflate");
        assertThat(why(good, "AAAA", good.witnesses(), 13)).contains("inflate");
        assertThat(why(good, good.support(), good.support(), 13)).contains("inflate");
        assertThat(why(good, "not base64!", good.witnesses(), 13)).isNotEmpty();
    }

    private static String why(SectionPosterior good, String support, String witnesses, int cols) {
        EncodedMap m = good.map();
        Decoded<FinishedSection> unpacked = SectionPacking.unpack(new SectionPosterior(
                good.scanId(),
                good.specimenId(),
                good.section(),
                good.revision(),
                good.points(),
                good.rows(),
                cols,
                good.stepUm(),
                new EncodedMap(m.encoding(), m.rows(), cols, m.stride(), m.laue(), m.crystalAxes(), m.data()),
                support,
                good.members(),
                witnesses,
                good.light(),
                good.registration(),
                good.optics(),
                good.learnt()));
        return unpacked.fold(x -> "", Decoded.Rejected::detail);
    }

    private static double apart(FinishedSection a, int i, FinishedSection b, int j) {
        return Math.toDegrees(
                LAUE.disorientation(a.map().quaternions(), 4 * i, b.map().quaternions(), 4 * j));
    }

    private static FinishedSection section(ScanGrid grid) {
        int n = grid.size();
        SplittableRandom random = new SplittableRandom(5);
        double[] q = new double[4 * n];
        float[] uncertainty = new float[n];
        float[] support = new float[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 4; k++) {
                q[4 * i + k] = random.nextGaussian();
            }
            Quaternions.normalise(q, 4 * i);
            LAUE.reduce(q, 4 * i, q, 4 * i);
            uncertainty[i] = (float) (40 * random.nextDouble());
            support[i] = (float) random.nextDouble();
        }
        float[] harmonics = new float[PlImage.CHANNELS * n];
        for (int k = 0; k < harmonics.length; k++) {
            harmonics[k] = (float) (2 * random.nextDouble() - 1);
        }
        boolean[] covered = new boolean[n];
        Arrays.fill(covered, true);
        covered[5] = false;
        float[] draws = {1, 0, 0, 0, 0.5f, 0.5f, 0.5f, 0.5f};
        return new FinishedSection(
                OrientationMap.full(grid, LAUE, q),
                uncertainty,
                support,
                List.of(new FinishedSection.Witness(20, draws)),
                new PlImage(grid, harmonics, new float[] {0.01f, 0.02f, 0.03f, 0.04f, 0.05f}, covered),
                new Registration(grid, grid, new double[] {1.5, -2, 0.3, 0.01}),
                Optics.of(0.6, 0.05, 30, -1, 1.4));
    }
}
