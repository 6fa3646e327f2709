package sunstone.simulators.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Letter;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.kafka.TransactionalSink;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.Decoded;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.EncodedMap;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;

/** Everything that the wire promises, through a real broker. */
@SuppressWarnings("NullAway.Init") // JUnit calls the setup methods
class WireIT {
    private static final Instant AT = Instant.parse("2026-11-22T08:00:00Z");
    private static final EnumSet<Topic> ALL = EnumSet.copyOf(Topic.CONTRACT);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedBroker broker;

    private KafkaSettings settings;

    @BeforeAll
    static void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60)); // a busy machine is slow, not wrong
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Each test has topics and names of its own. */
    @BeforeEach
    void createTopics() {
        int n = COUNT.incrementAndGet();
        settings = new KafkaSettings(broker.bootstrap(), "test" + n + ".", "agent-" + n, "group-" + n, 2, Map.of());
        assertThat(TopicSetup.ensure(settings, Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(TopicSetup.Ready.class, r -> {
                    assertThat(r.partitions()).isEqualTo(2);
                    assertThat(r.created()).hasSize(ALL.size());
                });
    }

    @Test
    void ensure_again_createsNothing() {
        assertThat(TopicSetup.ensure(settings, Duration.ofSeconds(30))).isEqualTo(new TopicSetup.Ready(2, List.of()));
    }

    @Test
    void ensure_noBroker_isRefusedInTime() {
        assertThat(TopicSetup.ensure(KafkaSettings.of("127.0.0.1:1", "a", "g"), Duration.ofSeconds(1)))
                .isEqualTo(new TopicSetup.Refused("no answer from 127.0.0.1:1 within 1000 ms"));
    }

    @Test
    void send_everyMessage_arrivesAsItWas() {
        Suggestion suggestion = new Suggestion(
                "s",
                "s/1",
                1,
                new Suggestion.BasedOn(1, 0, 36, "m", 5),
                AT,
                AT,
                List.of(new Suggestion.Point(1, 1, 1, 2, 3, 4, "why")),
                null,
                null);
        Decision decision = new Decision("s", "s/1", Decision.Verdict.APPROVE, null, null, "Ada", AT);
        Control control = new Control("s", Control.Action.PAUSE, null, "tea", "Ada", AT);
        Command command = new Command("s", "s/1/command", "s/1", List.of(new Pixel(1, 1)));
        Receipt receipt = new Receipt("s", "s/1/command", Receipt.State.DONE, null);
        MapRevision map = new MapRevision(
                "s",
                1,
                1,
                2,
                3,
                MapRevision.Calibration.none(),
                4,
                null,
                new EncodedMap(MapPacking.ENCODING, 4, 4, 1, "6/mmm", "X||a", "x".repeat(11_000_000)));
        Status status = new Status("agent", "0.1.0", null, List.of(), 0, "cpu", null, null, null, AT);
        PlFrame frame = new PlFrame("s", 0, 0, 1000, 900, 0, 1000, PixelType.U8, new byte[900_000]);
        Recorder recorder = new Recorder();
        try (RecordSink sink = new RecordSink(settings);
                RecordStream stream = RecordStream.reader(settings, ALL, recorder)) {
            await().until(() -> recorder.events.contains("live after 0"));
            List.of(
                            Outgoing.of(opened("s")),
                            Outgoing.of(frame),
                            Outgoing.of(batch("s", 0)),
                            Outgoing.of(suggestion),
                            Outgoing.of(decision),
                            Outgoing.of(control),
                            Outgoing.of(command),
                            Outgoing.of(receipt),
                            Outgoing.of(map),
                            Outgoing.of(status),
                            Outgoing.of(new ScanClosed("s")))
                    .forEach(o -> sink.send(o).join());
            await().untilAsserted(() -> assertThat(recorder.records).hasSize(11));
            assertThat(stream.assigned()).hasSize(2 * ALL.size());
        }
        assertThat(decoded(recorder, Topic.SCANS))
                .isEqualTo(List.of(Decoded.ok(opened("s")), Decoded.ok(new ScanClosed("s"))));
        assertThat(decoded(recorder, Topic.EBSD_POINTS)).isEqualTo(List.of(Decoded.ok(batch("s", 0))));
        assertThat(decoded(recorder, Topic.SUGGESTIONS)).isEqualTo(List.of(Decoded.ok(suggestion)));
        assertThat(decoded(recorder, Topic.DECISIONS)).isEqualTo(List.of(Decoded.ok(decision)));
        assertThat(decoded(recorder, Topic.CONTROLS)).isEqualTo(List.of(Decoded.ok(control)));
        assertThat(decoded(recorder, Topic.COMMANDS)).isEqualTo(List.of(Decoded.ok(command)));
        assertThat(decoded(recorder, Topic.RECEIPTS)).isEqualTo(List.of(Decoded.ok(receipt)));
        assertThat(decoded(recorder, Topic.MAPS)).isEqualTo(List.of(Decoded.ok(map)));
        assertThat(decoded(recorder, Topic.STATUS)).isEqualTo(List.of(Decoded.ok(status)));
        PlFrame back =
                of(recorder, Topic.PL_FRAMES).get(0).decodeFrame().value().orElseThrow();
        assertThat(back.headers()).isEqualTo(frame.headers());
        assertThat(back.pixels()).isEqualTo(frame.pixels());
        assertThat(recorder.records).noneMatch(RawRecord::replayed);
    }

    @Test
    void publish_oneRecordTooLarge_leavesNothingAndMovesNoOffset() {
        Recorder outputs = new Recorder();
        Recorder inputs = new Recorder();
        try (RecordSink instrument = new RecordSink(settings);
                TransactionalSink sink = new TransactionalSink(settings);
                RecordStream reader = RecordStream.reader(settings, EnumSet.of(Topic.COMMANDS), outputs);
                RecordStream stream = RecordStream.member(settings, EnumSet.of(Topic.RECEIPTS), inputs)) {
            instrument.send(Outgoing.of(receipt("s", "0"))).join();
            await().until(() -> inputs.records.size() == 1);
            Outgoing tooLarge = new Outgoing(Topic.STATUS, "s", new byte[2_000_000], Map.of());

            assertThat(sink.publish(Letter.of(List.of(command("bad"), tooLarge), next(inputs)), stream::membership))
                    .isInstanceOf(Published.TooLarge.class);
            assertThat(sink.publish(List.of(command("good")))).isEqualTo(new Published.Committed());

            await().until(() -> !outputs.records.isEmpty());
            assertThat(outputs.records).extracting(RawRecord::key).containsExactly("good");
            assertThat(reader.recordsOut()).isZero();
        }
        Recorder again = new Recorder();
        try (RecordStream stream = RecordStream.member(settings, EnumSet.of(Topic.RECEIPTS), again)) {
            await().until(() -> again.records.size() == 1);
            assertThat(again.records.get(0).replayed()).isFalse();
            assertThat(stream.assigned()).hasSize(2);
        }
    }

    @Test
    void publish_sameClientElsewhere_isFenced() {
        try (TransactionalSink old = new TransactionalSink(settings);
                TransactionalSink young = new TransactionalSink(settings)) {
            assertThat(old.publish(List.of(command("a")))).isEqualTo(new Published.Committed());
            assertThat(young.publish(List.of(command("b")))).isEqualTo(new Published.Committed());

            assertThat(old.publish(List.of(command("c")))).isInstanceOf(Published.Fenced.class);
        }
    }

    @Test
    void member_restarted_replaysWhatWasCommittedThenGoesLive() {
        Recorder first = new Recorder();
        try (RecordSink instrument = new RecordSink(settings);
                TransactionalSink sink = new TransactionalSink(settings);
                RecordStream stream = RecordStream.member(settings, inputs(), first)) {
            instrument.send(Outgoing.of(opened("s"))).join();
            for (int k = 0; k < 5; k++) {
                instrument.send(Outgoing.of(batch("s", k))).join();
            }
            await().until(() -> first.records.size() == 6);
            assertThat(first.records).noneMatch(RawRecord::replayed);
            assertThat(sink.publish(Letter.of(List.of(command("s")), next(first)), stream::membership))
                    .isEqualTo(new Published.Committed());
            instrument.send(Outgoing.of(batch("s", 5))).join(); // read, not committed
            await().until(() -> first.records.size() == 7);
        }
        Recorder second = new Recorder();
        try (RecordSink instrument = new RecordSink(settings);
                RecordStream stream = RecordStream.member(settings, inputs(), second)) {
            await().until(() -> second.records.size() == 7);
            instrument.send(Outgoing.of(batch("s", 6))).join();
            await().until(() -> second.records.size() == 8);
            assertThat(stream.membership()).isPresent();
        }
        assertThat(second.records.get(0).topic()).isEqualTo(Topic.SCANS);
        assertThat(second.records)
                .extracting(RawRecord::replayed)
                .containsExactly(true, true, true, true, true, true, false, false);
        assertThat(second.events.get(0)).isEqualTo("assigned [0, 1]");
        assertThat(second.events.get(1)).matches("live after [67]");
        assertThat(second.events.get(2)).isEqualTo("revoked [0, 1]"); // when it was closed
        assertThat(second.events).hasSize(3);
    }

    @Test
    void member_closedRightAfterManyPoints_foldsItLast() {
        Recorder recorder = new Recorder();
        try (RecordSink instrument = new RecordSink(settings);
                RecordStream stream = RecordStream.member(settings, inputs(), recorder)) {
            for (int scan = 0; scan < 3; scan++) {
                instrument.send(Outgoing.of(opened("scan" + scan))).join();
                for (int k = 0; k < 1500; k++) {
                    instrument.send(Outgoing.of(batch("scan" + scan, k)));
                }
                instrument.flush();
                instrument.send(Outgoing.of(new ScanClosed("scan" + scan))).join();
            }
            await().until(() -> recorder.records.size() == 3 * 1502);
            assertThat(stream.recordsOut()).isZero();
        }
        for (int scan = 0; scan < 3; scan++) {
            String id = "scan" + scan;
            List<RawRecord> mine =
                    recorder.records.stream().filter(r -> id.equals(r.key())).toList();
            assertThat(mine.get(0).decode(Codecs.SCAN)).isEqualTo(Decoded.ok(opened(id)));
            assertThat(mine.get(1501).topic()).isEqualTo(Topic.SCANS);
        }
    }

    @Test
    void publish_partitionWentElsewhere_publishesNothing() {
        Recorder recorder = new Recorder();
        try (RecordSink instrument = new RecordSink(settings);
                TransactionalSink sink = new TransactionalSink(settings);
                RecordStream stream = RecordStream.member(settings, EnumSet.of(Topic.RECEIPTS), recorder)) {
            instrument.send(Outgoing.of(receipt("s", "0"))).join();
            await().until(() -> recorder.records.size() == 1);

            assertThat(sink.publish(Letter.of(List.of(command("s")), next(recorder)), Optional::empty))
                    .isInstanceOf(Published.NotOurs.class);
            assertThat(sink.publish(Letter.of(List.of(command("s")), next(recorder)), stream::membership))
                    .isEqualTo(new Published.Committed());
        }
    }

    @Test
    void publish_afterARebalance_takesTheNewPlaceInTheGroup() {
        Recorder a = new Recorder();
        KafkaSettings other =
                new KafkaSettings(settings.bootstrap(), settings.prefix(), "other", settings.groupId(), 2, Map.of());
        try (RecordSink instrument = new RecordSink(settings);
                TransactionalSink sink = new TransactionalSink(settings);
                RecordStream one = RecordStream.member(settings, EnumSet.of(Topic.RECEIPTS), a)) {
            for (int k = 0; k < 8; k++) {
                instrument.send(Outgoing.of(receipt("scan" + k, "0"))).join();
            }
            await().until(() -> a.records.size() == 8);
            Optional<ConsumerGroupMetadata> before = one.membership();
            try (RecordStream two = RecordStream.member(other, EnumSet.of(Topic.RECEIPTS), new Recorder())) {
                await().until(() -> two.assigned().size() == 1 && one.assigned().size() == 1);
                AtomicInteger asked = new AtomicInteger();

                Published answer = sink.publish(
                        Letter.of(List.of(command("s")), next(a)),
                        () -> asked.incrementAndGet() == 1 ? before : one.membership());

                assertThat(answer).isEqualTo(new Published.Committed());
                assertThat(asked.get()).isGreaterThan(1);
            }
        }
    }

    @Test
    void member_secondJoins_eachHasWholeScansAndNoneIsLost() {
        Recorder a = new Recorder();
        Recorder b = new Recorder();
        KafkaSettings other =
                new KafkaSettings(settings.bootstrap(), settings.prefix(), "other", settings.groupId(), 2, Map.of());
        try (RecordSink instrument = new RecordSink(settings);
                RecordStream one = RecordStream.member(settings, inputs(), a)) {
            for (int k = 0; k < 8; k++) {
                instrument.send(Outgoing.of(opened("scan" + k))).join();
            }
            await().until(() -> a.records.size() == 8);
            try (RecordStream two = RecordStream.member(other, inputs(), b)) {
                await().until(() -> two.assigned().size() == 3 && one.assigned().size() == 3);
                for (int k = 0; k < 8; k++) {
                    instrument.send(Outgoing.of(batch("scan" + k, 0))).join();
                }
                await().until(() -> of(a, Topic.EBSD_POINTS).size()
                                + of(b, Topic.EBSD_POINTS).size()
                        == 8);
            }
        }
        assertThat(a.events).contains("assigned [0, 1]").anyMatch(e -> e.startsWith("revoked"));
        for (RawRecord points : of(b, Topic.EBSD_POINTS)) {
            assertThat(of(b, Topic.SCANS)).extracting(RawRecord::key).contains(points.key());
        }
    }

    @Test
    void member_handlerDoesNotKeepUp_readsNoFurtherThanItsBounds() {
        Recorder slow = new Recorder();
        slow.holding = true;
        int many = 3 * RecordStream.MOST_RECORDS;
        try (RecordSink instrument = new RecordSink(settings);
                RecordStream stream = RecordStream.member(settings, inputs(), slow)) {
            for (int k = 0; k < many; k++) {
                instrument.send(Outgoing.of(receipt("s", "" + k)));
            }
            instrument.flush();
            await().until(() -> stream.recordsOut() > RecordStream.MOST_RECORDS);
            await().during(Duration.ofSeconds(1))
                    .until(() -> slow.records.size() <= RecordStream.MOST_RECORDS + 500); // one poll more at most
            slow.release();
            await().until(() -> slow.records.size() == many);
            await().until(() -> stream.recordsOut() == 0);
        }
        assertThat(slow.records)
                .extracting(r -> r.decode(Codecs.RECEIPT).value().orElseThrow().commandId())
                .isEqualTo(IntStream.range(0, many).mapToObj(Integer::toString).toList());
    }

    @Test
    void deadLetter_poisonRecord_carriesItsBytesAndWhereItStood() {
        Recorder inputs = new Recorder();
        Recorder letters = new Recorder();
        try (KafkaProducer<String, String> foreign = foreign();
                TransactionalSink sink = new TransactionalSink(settings);
                RecordStream stream = RecordStream.member(settings, inputs(), inputs);
                RecordStream reader = RecordStream.reader(settings, EnumSet.of(Topic.DEAD_LETTERS), letters)) {
            foreign.send(new ProducerRecord<>(settings.name(Topic.EBSD_POINTS), 1, "s", "{\"schema\":\"sunstone/1\"}"));
            await().until(() -> inputs.records.size() == 1);
            RawRecord poison = inputs.records.get(0);
            Decoded<EbsdPoints> decoded = poison.decode(Codecs.EBSD_POINTS);
            assertThat(decoded).isInstanceOf(Decoded.Rejected.class);

            sink.publish(
                    Letter.of(List.of(Outgoing.deadLetter(poison, (Decoded.Rejected<?>) decoded)), next(inputs)),
                    stream::membership);

            await().until(() -> letters.records.size() == 1);
            assertThat(reader.recordsOut()).isZero();
        }
        RawRecord letter = letters.records.get(0);
        assertThat(letter.value()).isEqualTo("{\"schema\":\"sunstone/1\"}".getBytes(UTF_8));
        assertThat(letter.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "reason", "missing-field",
                        "detail", "scanId is missing",
                        "sourceTopic", settings.name(Topic.EBSD_POINTS),
                        "sourcePartition", "1",
                        "sourceOffset", "0"));
    }

    @Test
    void reader_foreignProducerWithoutKey_isDecoded() {
        Recorder recorder = new Recorder();
        try (KafkaProducer<String, String> foreign = foreign();
                RecordStream stream = RecordStream.reader(settings, inputs(), recorder)) {
            foreign.send(new ProducerRecord<>(
                    settings.name(Topic.EBSD_POINTS),
                    "{\"schema\":\"sunstone/1\",\"scanId\":\"s\",\"seq\":1,\"points\":[{\"row\":2,\"col\":3,"
                            + "\"phase\":1,\"phi1\":10,\"Phi\":20,\"phi2\":30,\"confidence\":0.9,"
                            + "\"at\":\"2026-11-22T08:00:00Z\"}]}"));
            await().until(() -> recorder.records.size() == 1);
            assertThat(stream.membership()).isEmpty();
        }
        assertThat(recorder.records.get(0).decode(Codecs.EBSD_POINTS))
                .isEqualTo(Decoded.ok(
                        new EbsdPoints("s", 1, List.of(new EbsdPoints.Point(2, 3, 1, 10, 20, 30, 0.9, null, AT)))));
    }

    private static EnumSet<Topic> inputs() {
        return EnumSet.of(Topic.SCANS, Topic.EBSD_POINTS, Topic.RECEIPTS);
    }

    private static Map<TopicPartition, Long> next(Recorder recorder) {
        Map<TopicPartition, Long> next = new HashMap<>();
        recorder.records.forEach(r -> next.merge(r.position(), r.offset() + 1, Math::max));
        return next;
    }

    private static List<RawRecord> of(Recorder recorder, Topic topic) {
        return recorder.records.stream().filter(r -> r.topic() == topic).toList();
    }

    private static List<?> decoded(Recorder recorder, Topic topic) {
        return of(recorder, topic).stream().map(WireIT::decode).toList();
    }

    private static Decoded<?> decode(RawRecord r) {
        return switch (r.topic()) {
            case SCANS -> r.decode(Codecs.SCAN);
            case EBSD_POINTS -> r.decode(Codecs.EBSD_POINTS);
            case SUGGESTIONS -> r.decode(Codecs.SUGGESTION);
            case DECISIONS -> r.decode(Codecs.DECISION);
            case CONTROLS -> r.decode(Codecs.CONTROL);
            case COMMANDS -> r.decode(Codecs.COMMAND);
            case RECEIPTS -> r.decode(Codecs.RECEIPT);
            case MAPS -> r.decode(Codecs.MAP);
            case STATUS -> r.decode(Codecs.STATUS);
            case PL_FRAMES, DEAD_LETTERS, SAMPLING, MEMBERS ->
                throw new IllegalArgumentException(r.topic() + " is not JSON");
        };
    }

    private KafkaProducer<String, String> foreign() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer());
    }

    private static Outgoing command(String scanId) {
        return Outgoing.of(new Command(scanId, scanId + "/c", scanId + "/1", List.of()));
    }

    private static Receipt receipt(String scanId, String commandId) {
        return new Receipt(scanId, commandId, Receipt.State.DONE, null);
    }

    private static EbsdPoints batch(String scanId, long seq) {
        return new EbsdPoints(scanId, seq, List.of(new EbsdPoints.Point(1, 1, 1, 10, 20, 30, 1, null, AT)));
    }

    private static ScanOpened opened(String scanId) {
        return new ScanOpened(
                scanId,
                "specimen",
                1,
                4,
                5,
                0.5,
                List.of(new ScanOpened.Phase(1, "Ti", "6/mmm")),
                new ScanOpened.Frame("bunge-passive-deg", "X||a", "x right, y down"),
                new ScanOpened.Pl(36, 10, 4, 5),
                ScanOpened.Budget.none(),
                null,
                null);
    }
}
