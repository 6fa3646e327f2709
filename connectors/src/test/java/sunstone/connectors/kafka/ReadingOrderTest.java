package sunstone.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.ScanClosed;

class ReadingOrderTest {
    private static final TopicPartition SCANS = new TopicPartition("sunstone.scans", 0);
    private static final TopicPartition POINTS = new TopicPartition("sunstone.ebsd-points", 0);
    private static final TopicPartition FRAMES = new TopicPartition("sunstone.pl-frames", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private long committed;
    private boolean live = true;
    private final ReadingOrder order = new ReadingOrder(
            consumer,
            KafkaSettings.of("b:1", "a", "g"),
            EnumSet.of(Topic.SCANS, Topic.EBSD_POINTS, Topic.PL_FRAMES),
            p -> this.committed,
            number -> this.live,
            () -> false);

    ReadingOrderTest() {
        consumer.assign(List.of(SCANS, POINTS, FRAMES));
        consumer.updateBeginningOffsets(Map.of(SCANS, 0L, POINTS, 0L, FRAMES, 0L));
        consumer.updateEndOffsets(Map.of(SCANS, 1L, POINTS, 0L, FRAMES, 0L));
    }

    @Test
    void arrange_scanNotYetSeen_readsScansFirst() {
        consumer.addRecord(record(SCANS, 0, 50, 's'));

        List<ConsumerRecord<byte[], byte[]>> arranged = order.arrange(List.of(record(POINTS, 0, 10, 's')));

        assertThat(arranged).extracting(ConsumerRecord::topic).containsExactly(SCANS.topic(), POINTS.topic());
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void arrange_scanSeen_asksNothing() {
        order.arrange(List.of(record(SCANS, 0, 50, 's')));
        consumer.setOffsetsException(new KafkaException("must not be asked"));

        assertThat(order.arrange(List.of(record(POINTS, 0, 10, 's')))).hasSize(1);
    }

    @Test
    void arrange_scanThatNobodyOpened_isHandedOverAllTheSame() {
        consumer.addRecord(record(SCANS, 0, 50, 's'));

        assertThat(order.arrange(List.of(record(POINTS, 0, 10, 'x')))).hasSize(2);
    }

    @Test
    void arrange_closedBeforeItsLastPointsWereRead_waitsForThem() {
        consumer.updateEndOffsets(Map.of(SCANS, 2L, POINTS, 2L, FRAMES, 0L));
        order.arrange(List.of(record(SCANS, 0, 1, 's')));

        assertThat(order.arrange(List.of(closed(1)))).isEmpty();
        consumer.seek(POINTS, 1);
        assertThat(order.arrange(List.of(record(POINTS, 0, 2, 's'))))
                .extracting(ConsumerRecord::topic)
                .containsExactly(POINTS.topic());
        consumer.seek(POINTS, 2);
        assertThat(order.arrange(List.of(record(POINTS, 1, 2, 's'))))
                .extracting(ConsumerRecord::topic)
                .containsExactly(POINTS.topic(), SCANS.topic());
        assertThat(order.arrange(List.of())).isEmpty();
    }

    @Test
    void arrange_closedThatWasCommitted_doesNotWait() {
        consumer.updateEndOffsets(Map.of(SCANS, 2L, POINTS, 2L, FRAMES, 0L));
        committed = 2;

        assertThat(order.arrange(List.of(closed(1)))).hasSize(1);
    }

    @Test
    void arrange_closedWhileTheReplayGoesOn_waitsForItsEnd() {
        consumer.updateEndOffsets(Map.of(SCANS, 2L, POINTS, 0L, FRAMES, 0L));
        live = false;

        assertThat(order.arrange(List.of(closed(1)))).isEmpty();
        live = true;
        assertThat(order.arrange(List.of())).hasSize(1);
    }

    @Test
    void next_scanOpenedWhileAClosedBeforeItWaits_isTheClosedUntilThatIsFolded() {
        consumer.updateEndOffsets(Map.of(SCANS, 3L, POINTS, 1L, FRAMES, 0L));
        ConsumerRecord<byte[], byte[]> opened = record(SCANS, 2, 9, 't');

        assertThat(order.arrange(List.of(closed(1), opened))).containsExactly(opened);
        assertThat(order.next(opened)).isEqualTo(1);

        consumer.seek(POINTS, 1);
        assertThat(order.arrange(List.of())).singleElement().satisfies(r -> {
            assertThat(r.offset()).isEqualTo(1);
            assertThat(order.next(r)).isEqualTo(3);
        });
        assertThat(order.next(record(POINTS, 7, 9, 't'))).isEqualTo(8);
    }

    @Test
    void arrange_closedAndOpenedAgain_keepsThatOrder() {
        consumer.updateEndOffsets(Map.of(SCANS, 3L, POINTS, 2L, FRAMES, 0L));

        assertThat(order.arrange(List.of(closed(1), record(SCANS, 2, 9, 's'))))
                .extracting(ConsumerRecord::offset)
                .containsExactly(1L, 2L);
    }

    @Test
    void arrange_closedOfAPartitionThatWentElsewhere_isForgotten() {
        consumer.updateEndOffsets(Map.of(SCANS, 2L, POINTS, 2L, FRAMES, 0L));
        order.arrange(List.of(closed(1)));
        consumer.assign(List.of(POINTS, FRAMES));
        order.forget(List.of(SCANS));

        assertThat(order.arrange(List.of())).isEmpty();
        consumer.assign(List.of(SCANS, POINTS, FRAMES));
        consumer.seek(POINTS, 2);
        assertThat(order.arrange(List.of())).isEmpty();
    }

    @Test
    void arrange_partitionCameBack_readsItsScansFirstAgain() {
        order.arrange(List.of(record(SCANS, 0, 50, 's')));
        order.forget(List.of(SCANS, POINTS, FRAMES));
        consumer.seek(SCANS, 0);
        consumer.addRecord(record(SCANS, 0, 50, 's'));

        List<ConsumerRecord<byte[], byte[]>> arranged = order.arrange(List.of(record(POINTS, 0, 10, 's')));

        assertThat(arranged).extracting(ConsumerRecord::topic).containsExactly(SCANS.topic(), POINTS.topic());
    }

    @Test
    void merge_severalTopics_goesByTimeAndKeepsOffsetsInOrder() {
        List<ConsumerRecord<byte[], byte[]>> merged = ReadingOrder.merge(List.of(
                record(POINTS, 0, 10, 's'),
                record(POINTS, 1, 30, 's'),
                record(POINTS, 2, 5, 's'), // a clock that jumped back must not reorder its partition
                record(FRAMES, 0, 10, 's'),
                record(FRAMES, 1, 20, 's')));

        assertThat(merged)
                .extracting(r -> r.topic().substring(9, 10) + r.offset())
                .containsExactly("e0", "p0", "p1", "e1", "e2");
    }

    private static ConsumerRecord<byte[], byte[]> closed(long offset) {
        return record(SCANS, offset, 5, 's', Codecs.SCAN.encode(new ScanClosed("s")));
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition p, long offset, long timestamp, char key) {
        return record(p, offset, timestamp, key, new byte[1]);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            TopicPartition p, long offset, long timestamp, char key, byte[] value) {
        return new ConsumerRecord<>(
                p.topic(),
                p.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                1,
                new byte[] {(byte) key},
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
