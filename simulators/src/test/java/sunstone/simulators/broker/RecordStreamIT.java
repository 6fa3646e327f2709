package sunstone.simulators.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.OutgoingBatch;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TransactionalSink;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Decoded;
import sunstone.connectors.message.ScanClosed;

/** How the members of a group read: whole scans, in order, again after a restart, and no more than is taken up. */
class RecordStreamIT extends OnTheWire {
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
            assertThat(sink.publish(OutgoingBatch.of(List.of(command("s")), next(first)), stream.status()::membership))
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
            assertThat(stream.status().membership()).isPresent();
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
            assertThat(stream.status().recordsOut()).isZero();
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
                await().until(() -> two.status().assigned().size() == 3
                        && one.status().assigned().size() == 3);
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
            await().until(() -> stream.status().recordsOut() > RecordStream.MOST_RECORDS);
            await().during(Duration.ofSeconds(1))
                    .until(() -> slow.records.size() <= RecordStream.MOST_RECORDS + 500); // one poll more at most
            slow.release();
            await().until(() -> slow.records.size() == many);
            await().until(() -> stream.status().recordsOut() == 0);
        }
        assertThat(slow.records)
                .extracting(r -> r.decode(Codecs.RECEIPT).value().orElseThrow().commandId())
                .isEqualTo(IntStream.range(0, many).mapToObj(Integer::toString).toList());
    }
}
