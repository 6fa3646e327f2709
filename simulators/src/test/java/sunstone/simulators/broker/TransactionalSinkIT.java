package sunstone.simulators.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
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

/** What is published together is there together or not at all, and only from who may publish. */
class TransactionalSinkIT extends OnTheWire {
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

            assertThat(sink.publish(
                            OutgoingBatch.of(List.of(command("bad"), tooLarge), next(inputs)),
                            stream.status()::membership))
                    .isInstanceOf(Published.TooLarge.class);
            assertThat(sink.publish(List.of(command("good")))).isEqualTo(new Published.Committed());

            await().until(() -> !outputs.records.isEmpty());
            assertThat(outputs.records).extracting(RawRecord::key).containsExactly("good");
            assertThat(reader.status().recordsOut()).isZero();
        }
        Recorder again = new Recorder();
        try (RecordStream stream = RecordStream.member(settings, EnumSet.of(Topic.RECEIPTS), again)) {
            await().until(() -> again.records.size() == 1);
            assertThat(again.records.get(0).replayed()).isFalse();
            assertThat(stream.status().assigned()).hasSize(2);
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
    void publish_partitionWentElsewhere_publishesNothing() {
        Recorder recorder = new Recorder();
        try (RecordSink instrument = new RecordSink(settings);
                TransactionalSink sink = new TransactionalSink(settings);
                RecordStream stream = RecordStream.member(settings, EnumSet.of(Topic.RECEIPTS), recorder)) {
            instrument.send(Outgoing.of(receipt("s", "0"))).join();
            await().until(() -> recorder.records.size() == 1);

            assertThat(sink.publish(OutgoingBatch.of(List.of(command("s")), next(recorder)), Optional::empty))
                    .isInstanceOf(Published.PartitionLost.class);
            assertThat(sink.publish(
                            OutgoingBatch.of(List.of(command("s")), next(recorder)), stream.status()::membership))
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
            Optional<ConsumerGroupMetadata> before = one.status().membership();
            try (RecordStream two = RecordStream.member(other, EnumSet.of(Topic.RECEIPTS), new Recorder())) {
                await().until(() -> two.status().assigned().size() == 1
                        && one.status().assigned().size() == 1);
                AtomicInteger asked = new AtomicInteger();

                Published answer = sink.publish(
                        OutgoingBatch.of(List.of(command("s")), next(a)),
                        () -> asked.incrementAndGet() == 1
                                ? before
                                : one.status().membership());

                assertThat(answer).isEqualTo(new Published.Committed());
                assertThat(asked.get()).isGreaterThan(1);
            }
        }
    }
}
