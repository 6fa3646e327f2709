package sunstone.models.posterior.joint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sunstone.models.Patchwork;
import sunstone.models.ToyJointPrior;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.sampler.SamplerCatalogue;
import sunstone.models.prior.OnnxPrior;

/** Every sampler on a map, with a prior of independent normal pixels. */
class JointSamplerTest {
    @TempDir
    static Path folder;

    private static OnnxPrior prior;

    private final Patchwork section = new Patchwork(12, 3, 2);
    private final List<EbsdPoint> points = section.points(4);
    private final Snapshot snapshot = new Snapshot(
            section.grid(),
            LaueGroup.HEXAGONAL,
            PlFit.made(section.light(0.05, 0, 0)),
            points,
            section.truth().valid());

    @BeforeAll
    static void open() throws IOException {
        prior = OnnxPrior.open(ToyJointPrior.write(folder), "cpu", 1);
    }

    @AfterAll
    static void close() {
        prior.close();
    }

    static Stream<SamplerCatalogue.Entry> samplers() {
        return SamplerCatalogue.all().values().stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void sample_anySampler_meetsThePointsAndIsOpenElsewhere(SamplerCatalogue.Entry entry) {
        Posterior p = new JointSampler(prior, entry.sampler(), 4, false).sample(snapshot, 1);
        double at = 0;
        for (EbsdPoint point : points) {
            at += error(p, section.grid().index(point.row(), point.col())) / points.size();
        }
        double everywhere = 0;
        for (int i = 0; i < section.grid().size(); i++) {
            everywhere += error(p, i) / section.grid().size();
        }
        // a coupling of 0.05 scaled channels (split Gibbs) is some 6 degrees over three axes
        assertThat(at).isLessThan(8);
        assertThat(everywhere).isGreaterThan(25); // pixels of this prior know nothing of each other
        assertThat(p.networkEvaluations()).isPositive();
    }

    @Test
    void sample_sameSeed_isTheSame() {
        SamplerCatalogue.Entry entry =
                java.util.Objects.requireNonNull(SamplerCatalogue.all().get("mmps"));
        Posterior a = new JointSampler(prior, entry.sampler(), 3, false).sample(snapshot, 1);
        Posterior b = new JointSampler(prior, entry.sampler(), 3, false).sample(snapshot, 1);
        for (int m = 0; m < 3; m++) {
            assertThat(a.members().get(m)).isEqualTo(b.members().get(m));
        }
    }

    /** Mean disorientation of the members to the truth at a pixel, degrees. */
    private double error(Posterior p, int pixel) {
        double sum = 0;
        double[] q = new double[4];
        for (float[] member : p.members()) {
            for (int k = 0; k < 4; k++) {
                q[k] = member[4 * pixel + k];
            }
            sum += LaueGroup.HEXAGONAL.disorientation(q, 0, section.truth().quaternions(), 4 * pixel);
        }
        return Math.toDegrees(sum / p.members().size());
    }
}
