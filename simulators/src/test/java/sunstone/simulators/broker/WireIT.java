package sunstone.simulators.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.OutgoingBatch;
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
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;

/** Every message and every dead letter through a real broker. */
class WireIT extends OnTheWire {
    @Test
    void ensure_again_createsNothing() {
        assertThat(TopicSetup.ensure(settings, Duration.ofSeconds(30)))
                .isEqualTo(new TopicSetup.Ready(2, List.of(), List.of()));
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
                null,
                new EncodedMap(MapPacking.ENCODING, 4, 4, 1, "6/mmm", "X||a", "x".repeat(11_000_000)));
        Status status = new Status(
                "agent", "0.1.0", null, List.of(), 0, "cpu", null, null, null, null, null, null, null, null, AT);
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
            assertThat(stream.status().assigned()).hasSize(2 * ALL.size());
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
                    OutgoingBatch.of(List.of(Outgoing.deadLetter(poison, (Decoded.Rejected<?>) decoded)), next(inputs)),
                    stream.status()::membership);

            await().until(() -> letters.records.size() == 1);
            assertThat(reader.status().recordsOut()).isZero();
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
            assertThat(stream.status().membership()).isEmpty();
        }
        assertThat(recorder.records.get(0).decode(Codecs.EBSD_POINTS))
                .isEqualTo(Decoded.ok(
                        new EbsdPoints("s", 1, List.of(new EbsdPoints.Point(2, 3, 1, 10, 20, 30, 0.9, null, AT)))));
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
            case SECTIONS -> r.decode(Codecs.SECTION);
            case STATUS -> r.decode(Codecs.STATUS);
            case PL_FRAMES, DEAD_LETTERS, SAMPLING, MEMBERS ->
                throw new IllegalArgumentException(r.topic() + " is not JSON");
        };
    }
}
