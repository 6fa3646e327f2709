package sunstone.simulators.microscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sunstone.connectors.instrument.InstrumentClock;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.instrument.ScanAnnouncement;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.stack.PlStack;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** The virtual microscope through a real broker, told by the test what to do. */
@SuppressWarnings("NullAway.Init") // JUnit calls the setup methods
class KafkaInstrumentIT {
    private static final ScanGrid GRID = new ScanGrid(16, 20, 1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedBroker broker;

    private final OrientationMap truth = MicrostructureGenerator.generate(
                    GRID, MicrostructureRecipe.equiaxed(6), new SplittableRandom(4))
            .map();
    private final List<RawRecord> seen = new CopyOnWriteArrayList<>();
    private KafkaSettings settings;
    private RecordStream stream;
    private RecordSink sink;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void listen() {
        String prefix = "instrument" + COUNT.incrementAndGet() + ".";
        settings = new KafkaSettings(broker.bootstrap(), prefix, "microscope", "none", 1, java.util.Map.of());
        assertThat(TopicSetup.ensure(settings, Duration.ofSeconds(30))).isInstanceOf(TopicSetup.Ready.class);
        sink = new RecordSink(settings);
        stream = RecordStream.reader(settings, EnumSet.copyOf(Topic.CONTRACT), new RecordHandler() {
            @Override
            public CompletionStage<?> onRecords(List<RawRecord> records) {
                seen.addAll(records);
                return CompletableFuture.completedStage(null);
            }

            @Override
            public void onFailure(Throwable cause) {
                throw new AssertionError(cause);
            }
        });
    }

    @AfterEach
    void hangUp() {
        stream.close();
        sink.close();
    }

    private KafkaInstrument instrument(OrientationMap map, ScanAnnouncement sheet) {
        PlCamera camera = PlCamera.of(
                map, MuellerChain.titanium(), PlCondition.clean(), PlScaling.canonical(), sheet.frames(), 1);
        VirtualMicroscope microscope = new VirtualMicroscope(map, MicroscopeOptions.defaults(), 5);
        return KafkaInstrument.start(settings, sheet, microscope, camera, InstrumentClock.unpaced(START));
    }

    private static ScanAnnouncement sheet(int points) {
        return ScanAnnouncement.of("s", points).withLinger(Duration.ZERO);
    }

    private void send(String commandId, Pixel... pixels) {
        sink.send(Outgoing.of(new Command("s", commandId, "s/1", Arrays.asList(pixels))))
                .join();
    }

    private List<Receipt> receipts() {
        return seen.stream()
                .filter(r -> r.topic() == Topic.RECEIPTS)
                .map(r -> r.decode(Codecs.RECEIPT).value().orElseThrow())
                .toList();
    }

    private List<EbsdPoints> batches() {
        return seen.stream()
                .filter(r -> r.topic() == Topic.EBSD_POINTS)
                .map(r -> r.decode(Codecs.EBSD_POINTS).value().orElseThrow())
                .toList();
    }

    private Optional<ScanOpened> opened() {
        return seen.stream()
                .filter(r -> r.topic() == Topic.SCANS)
                .map(r -> r.decode(Codecs.SCAN).value().orElseThrow())
                .filter(ScanOpened.class::isInstance)
                .map(ScanOpened.class::cast)
                .findFirst();
    }

    private boolean closed() {
        return seen.stream()
                .filter(r -> r.topic() == Topic.SCANS)
                .anyMatch(r -> r.decode(Codecs.SCAN).value().orElseThrow() instanceof ScanClosed);
    }

    @Test
    void start_specimenWithHoles_announcesItAndSendsTheFrames() {
        boolean[] valid = truth.valid().clone();
        valid[3] = false;
        OrientationMap holes = new OrientationMap(GRID, truth.laue(), truth.quaternions(), valid);
        try (KafkaInstrument instrument = instrument(holes, sheet(5))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> seen.stream()
                                    .filter(r -> r.topic() == Topic.PL_FRAMES)
                                    .count()
                            == 36);
            ScanOpened scan = opened().orElseThrow();
            assertThat(scan.grid()).isEqualTo(GRID);
            assertThat(scan.budget().points()).isEqualTo(5);
            assertThat(scan.roi()).isNotNull().satisfies(roi -> assertThat(roi.wanted())
                    .isEqualTo(valid));
            PlStack stack = new PlStack(GRID, 36, PlScaling.canonical());
            for (RawRecord r : seen) {
                if (r.topic() == Topic.PL_FRAMES) {
                    PlFrame f = r.decodeFrame().value().orElseThrow();
                    float[] pixels = new ScanRules(scan).frame(f).value().orElseThrow();
                    stack.add(f.frame(), f.stageDeg(), f.rowOffset(), f.rowCount(), pixels);
                }
            }
            PlImage image = stack.image().orElseThrow();
            float[] expected = PlCamera.harmonics(
                    holes,
                    MuellerChain.titanium(),
                    PlCondition.clean(),
                    PlScaling.canonical(),
                    36,
                    new SplittableRandom(0));
            for (int i = 0; i < expected.length; i++) {
                assertThat(image.harmonics()[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-5f));
            }
            assertThat(instrument.points()).isZero(); // nobody commanded anything
        }
        await().until(this::closed);
        assertThat(batches()).isEmpty();
    }

    @Test
    void commands_goodBadAndRepeated_areObeyedOrRefused() {
        try (KafkaInstrument instrument = instrument(truth, sheet(4))) {
            // a repeated command that was there before the instrument is passed over in silence: let it start first
            await().atMost(Duration.ofSeconds(30)).until(() -> opened().isPresent());
            send("c1", new Pixel(2, 3), new Pixel(4, 5), new Pixel(15, 19));
            send("c2", new Pixel(16, 0));
            send("c1", new Pixel(2, 3));
            sink.send(Outgoing.of(new Command("other", "x", "other/1", List.of(new Pixel(0, 0)))))
                    .join();
            sink.send(new Outgoing(Topic.COMMANDS, "s", new byte[] {1, 2, 3}, java.util.Map.of()))
                    .join();
            send("c3", new Pixel(0, 0), new Pixel(0, 1));
            KafkaInstrument.Outcome outcome =
                    instrument.outcome().orTimeout(60, TimeUnit.SECONDS).join();
            assertThat(outcome.points()).isEqualTo(4);
            assertThat(outcome.reason()).isEqualTo("the budget of 4 points is used");
            // 36 frames; 4 visits of 50 + 20 ms; travel of 2.8, 17.8, 24.2 um at 1 um per ms
            assertThat(outcome.instrumentMillis())
                    .isCloseTo(36 * 200 + 4 * 70 + 44.87, org.assertj.core.api.Assertions.within(0.1));
        }
        await().until(this::closed);
        await().until(() -> receipts().size() == 6);
        assertThat(receipts())
                .containsExactly(
                        new Receipt("s", "c1", Receipt.State.ACCEPTED, null),
                        new Receipt("s", "c1", Receipt.State.DONE, null),
                        new Receipt(
                                "s",
                                "c2",
                                Receipt.State.REFUSED,
                                "points[0] must lie on the grid of 16 x 20: row 16, col 0"),
                        new Receipt("s", "c1", Receipt.State.REFUSED, "command c1 was answered before"),
                        new Receipt("s", "c3", Receipt.State.ACCEPTED, null),
                        new Receipt("s", "c3", Receipt.State.DONE, "the budget of 4 points is used"));
        List<EbsdPoints> batches = batches();
        assertThat(batches).extracting(EbsdPoints::seq).containsExactly(0L, 1L);
        assertThat(batches.get(0).points())
                .extracting(p -> new Pixel(p.row(), p.col()))
                .containsExactly(new Pixel(2, 3), new Pixel(4, 5), new Pixel(15, 19));
        assertThat(batches.get(1).points()).hasSize(1).allMatch(p -> "c3".equals(p.commandId()));
        ScanRules.Checked checked = new ScanRules(opened().orElseThrow()).points(batches.get(0));
        assertThat(checked.rejected()).isEmpty();
        VirtualMicroscope same = new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 5);
        checked.indexed().forEach(p -> {
            Measurement m = same.measure(p.row(), p.col());
            double[] q = {m.w(), m.x(), m.y(), m.z()};
            assertThat(truth.laue().disorientation(p.quaternion(), 0, q, 0)).isLessThan(1e-9);
        });
    }

    @Test
    void start_killedAndStartedAgain_goesOnWithoutMeasuringTwice() {
        KafkaInstrument first = instrument(truth, sheet(40));
        send("c1", new Pixel(1, 1), new Pixel(1, 2));
        await().atMost(Duration.ofSeconds(30)).until(() -> receipts().size() == 2);
        first.abandon();
        assertThat(first.outcome()).isCompletedExceptionally();
        send("c2", new Pixel(3, 3)); // while nobody is there
        try (KafkaInstrument second = instrument(truth, sheet(40))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> receipts().size() == 4);
            assertThat(second.points()).isEqualTo(3);
            second.stop("enough");
            assertThat(second.outcome().orTimeout(30, TimeUnit.SECONDS).join().reason())
                    .isEqualTo("enough");
        }
        await().until(this::closed);
        assertThat(batches()).extracting(EbsdPoints::seq).containsExactly(0L, 1L);
        assertThat(receipts()).extracting(Receipt::commandId).containsExactly("c1", "c1", "c2", "c2");
        try (KafkaInstrument third = instrument(truth, sheet(40))) {
            assertThatThrownBy(() ->
                            third.outcome().orTimeout(30, TimeUnit.SECONDS).join())
                    .hasMessageContaining("scan s was closed before; take another scanId");
        }
    }

    @Test
    void frames_largerThanOneRecord_travelAsBands() {
        ScanGrid large = new ScanGrid(400, 700, 1);
        OrientationMap map = OrientationMap.full(
                large,
                truth.laue(),
                IntStream.range(0, 4 * large.size())
                        .mapToDouble(i -> i % 4 == 0 ? 1 : 0)
                        .toArray());
        ScanAnnouncement sheet = new ScanAnnouncement(
                "s",
                "p",
                1,
                "Ti",
                "xy",
                6,
                sunstone.connectors.message.PixelType.F32LE,
                ScanOpened.Budget.none(),
                null,
                Duration.ZERO);
        try (KafkaInstrument instrument = instrument(map, sheet)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> seen.stream()
                                    .filter(r -> r.topic() == Topic.PL_FRAMES)
                                    .count()
                            == 12);
            List<PlFrame> bands = seen.stream()
                    .filter(r -> r.topic() == Topic.PL_FRAMES)
                    .map(r -> r.decodeFrame().value().orElseThrow())
                    .toList();
            assertThat(bands).allMatch(b -> b.pixels().length <= PlFrame.LARGEST_BAND);
            assertThat(bands.get(0).rowCount() + bands.get(1).rowCount()).isEqualTo(400);
            assertThat(bands.get(1).rowOffset()).isEqualTo(bands.get(0).rowCount());
            assertThat(instrument.outcome()).isNotDone();
        }
    }
}
