package sunstone.agent.loop;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** How clients choose the partition of a record with a key. */
public enum ClientPartitioner {
    /** Kafka's Java clients. */
    MURMUR2 {
        @Override
        public int partition(String key, int partitions) {
            return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
        }
    },
    /** The rule {@code consistent_random} of librdkafka, its default. */
    CRC32 {
        @Override
        public int partition(String key, int partitions) {
            CRC32 crc = new CRC32();
            crc.update(key.getBytes(StandardCharsets.UTF_8));
            return (int) (crc.getValue() % partitions);
        }
    };

    /** Partition of a key among so many. */
    public abstract int partition(String key, int partitions);
}
