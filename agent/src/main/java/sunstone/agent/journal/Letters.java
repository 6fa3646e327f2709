package sunstone.agent.journal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sunstone.agent.scan.Answer;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.SingleRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.ScanOpened;

/** Records that could not be taken, where they stand in the log: to look at and to send again. Both block. */
public interface Letters {
    /**
     * The record at a place.
     *
     * @return empty if the log does not hold it any more
     * @throws IllegalStateException with the reason, if Kafka does not answer
     */
    Optional<RawRecord> read(String topic, int partition, long offset);

    /**
     * Sends a record again, once, to the partition that its scan was opened on.
     *
     * @throws IllegalStateException with the reason, if Kafka does not answer
     */
    Answer sendAgain(RawRecord record);

    /** Those of a broker. */
    static Letters of(KafkaSettings kafka) {
        return new Letters() {
            private static final Duration LIMIT = Duration.ofSeconds(5);

            @Override
            public Optional<RawRecord> read(String topic, int partition, long offset) {
                return SingleRecord.read(kafka, topic, partition, offset, LIMIT);
            }

            @Override
            public Answer sendAgain(RawRecord record) {
                if (Outgoing.redrives(record) > 0) {
                    return new Answer(false, "it had been sent again before and came back");
                }
                Map<String, Integer> opened = new HashMap<>();
                PastRecords.read(kafka, Set.of(Topic.SCANS), LIMIT, r -> r.decode(Codecs.SCAN)
                        .value()
                        .filter(ScanOpened.class::isInstance)
                        .ifPresent(
                                s -> opened.putIfAbsent(s.scanId(), r.position().partition())));
                int home = opened.getOrDefault(
                        record.key() == null ? "" : record.key(),
                        record.position().partition());
                try (RecordSink sink = new RecordSink(kafka)) {
                    sink.send(Outgoing.again(record, home)).join();
                }
                return new Answer(true, "sent again to " + record.position().topic() + ", partition " + home);
            }
        };
    }
}
