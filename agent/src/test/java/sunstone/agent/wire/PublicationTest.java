package sunstone.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sunstone.agent.calibration.CalibrationMonitor;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.calibration.ErrorBound;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.journal.Provenance;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.RoundInput;
import sunstone.agent.scan.Scan;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.EncodedMap;
import sunstone.connectors.message.MapPacking;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;

class PublicationTest {
    private static final ScanGrid GRID = new ScanGrid(40, 60, 1);
    private static final int LARGEST_BATCH = 1000;
    /** What a topic of Kafka takes unless it is told otherwise. */
    private static final int KAFKAS_DEFAULT = 1_048_588;

    @Test
    void suggestion_largestBatchAndAllThatCanBeLearnt_fitsIntoKafkasDefault() {
        SplittableRandom random = new SplittableRandom(1);
        ErrorBound misfit = new ErrorBound(IntStream.range(0, 150)
                .mapToObj(k -> new ErrorBound.Innovation(k, (k % 10 == 0 ? 30 : 1) + random.nextDouble(), 2, false))
                .toList());
        Round round = Copilot.with(ensemble(), Policies.of("expected-gain"), Travel.DEFAULT, LARGEST_BATCH, 1)
                .round(input(misfit));
        assertThat(round.suggestion()).hasSize(LARGEST_BATCH);
        assertThat(round.suggestion()).extracting(Candidate::why).anyMatch(w -> w.contains("next best"));
        assertThat(round.suggestion()).extracting(Candidate::why).anyMatch(w -> w.contains("the prior does not fit"));
        List<EbsdPoint> wrong = new ArrayList<>();
        List<CalibrationMonitor.Doubt> doubts = new ArrayList<>();
        for (int k = 0; k < CalibrationMonitor.MOST_REFUTED; k++) {
            wrong.add(point(random));
        }
        for (int k = 0; k < 150; k++) {
            doubts.add(new CalibrationMonitor.Doubt(
                    point(random), 4_000_000, point(random).quaternion()));
        }
        Provenance provenance = new Provenance(
                Map.of(Topic.EBSD_POINTS, Long.MAX_VALUE),
                Instant.EPOCH,
                "test",
                AgentConfig.defaults().recipe(),
                "x".repeat(1100),
                new CalibrationState(1_000_000, 1_000_000, 0.1, 0.1, misfit.innovations(), doubts, wrong),
                "b".repeat(200) + "/1000",
                Map.of());

        Outgoing record = Outgoing.of(Publication.suggestion(
                        scan(), round, 1_000_000, 36, "sha256:" + "a".repeat(64), Instant.EPOCH, Instant.EPOCH))
                .with(provenance.headers());

        int headers = record.headers().entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().length())
                .sum();
        assertThat(record.value().length).isGreaterThan(200_000);
        assertThat(headers).isGreaterThan(400_000);
        assertThat(record.value().length + headers).isLessThan(KAFKAS_DEFAULT * 95 / 100);
    }

    @Test
    void unpacked_ofPacked_isTheMapAsItWasPublishedAndStaysSo() {
        Round round = Copilot.with(ensemble(), Policies.of("random"), Travel.DEFAULT, 1, 1)
                .round(input(ErrorBound.NONE));

        Posterior once =
                Publication.unpacked(scan(), Publication.packed(scan(), round)).orElseThrow();
        Posterior twice = Publication.unpacked(
                        scan(), MapPacking.pack(once.map(), once.uncertaintyDeg(), CrystalAxes.X_PARALLEL_A))
                .orElseThrow();

        assertThat(twice.uncertaintyDeg()).isEqualTo(once.uncertaintyDeg());
        for (int i = 0; i < GRID.size(); i++) {
            double turned = LaueGroup.HEXAGONAL.disorientation(
                    once.map().quaternions(), 4 * i, round.posterior().map().quaternions(), 4 * i);
            assertThat(Math.toDegrees(turned)).isLessThan(0.007);
            assertThat(once.uncertaintyDeg()[i])
                    .isEqualTo(Math.round(10 * round.posterior().uncertaintyDeg()[i]) / 10f);
        }
        assertThat(once.members()).hasSize(1);
    }

    @Test
    void packed_ofAScanInAnotherFrame_speaksThatFrame() {
        Round round = Copilot.with(ensemble(), Policies.of("random"), Travel.DEFAULT, 1, 1)
                .round(input(ErrorBound.NONE));
        Scan oxford = scanOfOxford();

        EncodedMap packed = Publication.packed(oxford, round);

        assertThat(packed.crystalAxes()).isEqualTo("X||a*");
        double[] published =
                Publication.unpacked(oxford, packed).orElseThrow().map().quaternions();
        double[] drawn = round.posterior().map().quaternions();
        for (int i = 0; i < GRID.size(); i++) {
            assertThat(Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(published, 4 * i, drawn, 4 * i)))
                    .isLessThan(0.007);
        }
    }

    @Test
    void unpacked_coarserRaster_isSpreadOverTheScan() {
        Posterior posterior = ensemble().sample(input(ErrorBound.NONE).snapshot(), 1);

        EncodedMap packed =
                MapPacking.pack(posterior.map(), posterior.uncertaintyDeg(), CrystalAxes.X_PARALLEL_A, 1000);
        Posterior spread = Publication.unpacked(scan(), packed).orElseThrow();

        assertThat(packed.stride()).isGreaterThan(1);
        assertThat(spread.map().grid()).isEqualTo(GRID);
        assertThat(spread.uncertaintyDeg()[GRID.index(1, 1)]).isEqualTo(spread.uncertaintyDeg()[0]);
    }

    @Test
    void unpacked_mapOfAnotherScan_isNone() {
        Posterior posterior = ensemble().sample(input(ErrorBound.NONE).snapshot(), 1);
        Scan larger =
                new Scan("s", new ScanGrid(41, 60, 1), new Phase(1, "Ti", LaueGroup.HEXAGONAL), 0, Budget.UNLIMITED);

        assertThat(Publication.unpacked(
                        larger, MapPacking.pack(posterior.map(), posterior.uncertaintyDeg(), CrystalAxes.X_PARALLEL_A)))
                .isEmpty();
    }

    private static EbsdPoint point(SplittableRandom random) {
        double angle = random.nextDouble();
        double c = Math.cos(angle) / Math.sqrt(2), s = Math.sin(angle) / Math.sqrt(2);
        return new EbsdPoint(2047, 2047, 1, c, -s, s, -c, random.nextDouble());
    }

    private static Scan scan() {
        return new Scan("s".repeat(200), GRID, new Phase(1, "Ti", LaueGroup.HEXAGONAL), 0, Budget.UNLIMITED);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Scan scanOfOxford() {
        return new Scan(
                scan().scanId(),
                GRID,
                scan().mapped(),
                Set.of(1),
                scan().light(),
                Budget.UNLIMITED,
                null,
                CrystalAxes.X_PARALLEL_A_STAR);
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static RoundInput input(ErrorBound trust) {
        int n = GRID.size();
        EbsdPoint measured = new EbsdPoint(3, 3, 1, 1, 0, 0, 0, 1);
        Snapshot snapshot = new Snapshot(GRID, LaueGroup.HEXAGONAL, null, List.of(measured), null);
        return new RoundInput(
                scan().scanId(),
                1,
                snapshot,
                new boolean[n],
                new boolean[n],
                1,
                0,
                Budget.UNLIMITED,
                null,
                Double.NaN,
                trust);
    }

    /** Two members that agree nowhere, each of grains of 10 by 10 pixels. */
    private static PosteriorSampler ensemble() {
        return (snapshot, seed) -> {
            int n = GRID.size();
            double[] q = new double[4 * n];
            float[] uncertainty = new float[n];
            List<float[]> members = new ArrayList<>(Collections.nCopies(2, new float[0]));
            for (int m = 0; m < 2; m++) {
                float[] member = new float[4 * n];
                for (int i = 0; i < n; i++) {
                    double angle = 0.4 * new SplittableRandom(i / 60 / 10 * 6 + i % 60 / 10 + 100L * m).nextDouble();
                    q[4 * i] = Math.cos(angle);
                    q[4 * i + 1] = Math.sin(angle);
                    member[4 * i] = (float) q[4 * i];
                    member[4 * i + 1] = (float) q[4 * i + 1];
                    uncertainty[i] = 10 + i / 7f;
                }
                members.set(m, member);
            }
            Arrays.sort(uncertainty);
            return new Posterior(OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q), uncertainty, members, 0);
        };
    }
}
