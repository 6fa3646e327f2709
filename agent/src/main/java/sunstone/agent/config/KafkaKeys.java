package sunstone.agent.config;

import java.util.List;
import java.util.Map;
import sunstone.connectors.kafka.KafkaSettings;

/** Keys of a connection to Kafka, alike in every file. */
final class KafkaKeys {
    static final Key<String> BOOTSTRAP =
            Key.text("kafka.bootstrap", "localhost:9092", "brokers to ask first, host:port,host:port");
    static final Key<String> PREFIX = Key.text("kafka.prefix", KafkaSettings.PREFIX, "before every topic name");
    static final Key<Integer> PARTITIONS = Key.whole(
            "kafka.partitions", 1, 1000, 1, "partitions", "of topics that are missing and have to be created");
    static final Key<Map<String, String>> PROPERTIES =
            Key.table("kafka.properties", "any client property of Kafka (TLS, SASL, time limits), as Kafka names it");

    private KafkaKeys() {}

    static List<Key<?>> all() {
        return List.of(BOOTSTRAP, PREFIX, PARTITIONS, PROPERTIES);
    }

    static KafkaSettings settings(Settings s, String clientId, String groupId) {
        return new KafkaSettings(
                s.get(BOOTSTRAP), s.get(PREFIX), clientId, groupId, s.get(PARTITIONS), s.get(PROPERTIES));
    }
}
