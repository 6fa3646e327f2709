package sunstone.connectors.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Connection to Kafka.
 *
 * @param bootstrap brokers, {@code host:port,host:port}
 * @param prefix before every topic name, with its dot; {@value #PREFIX} by default
 * @param clientId this process: names its connections, its place in the group and its transactions, so a restarted
 *     process takes over from itself at once. Two running processes must not share it
 * @param groupId the processes that share the work
 * @param partitions of the topics that have to be created. One by default: a scan stays in order wherever its records
 *     come from, even from tools that hash keys differently or send none
 * @param properties any other client property of Kafka (TLS, SASL, timeouts), as Kafka names it
 */
public record KafkaSettings(
        String bootstrap,
        String prefix,
        String clientId,
        String groupId,
        int partitions,
        Map<String, String> properties) {
    /** Default of {@code prefix}. */
    public static final String PREFIX = "sunstone.";

    /** Changing one of these would break what this package promises. */
    private static final Set<String> OURS = new TreeSet<>(Set.of(
            "bootstrap.servers",
            "group.id",
            "group.instance.id",
            "client.id",
            "transactional.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "isolation.level",
            "enable.idempotence",
            "acks",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "partition.assignment.strategy",
            "group.protocol"));

    public KafkaSettings {
        properties = Map.copyOf(properties);
        if (bootstrap.isBlank() || clientId.isBlank() || groupId.isBlank()) {
            throw new IllegalArgumentException("bootstrap, clientId, groupId must not be blank: \"" + bootstrap
                    + "\", \"" + clientId + "\", \"" + groupId + "\"");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
        }
        for (String key : properties.keySet()) {
            if (OURS.contains(key)) {
                throw new IllegalArgumentException(
                        "the property " + key + " cannot be set; fixed are " + String.join(", ", OURS));
            }
        }
    }

    /** Settings with the default prefix, one partition and no further properties. */
    public static KafkaSettings of(String bootstrap, String clientId, String groupId) {
        return new KafkaSettings(bootstrap, PREFIX, clientId, groupId, 1, Map.of());
    }

    /** The same for another process, or another part of this one. */
    public KafkaSettings as(String otherClient) {
        return new KafkaSettings(bootstrap, prefix, otherClient, groupId, partitions, properties);
    }

    /** Without the values of properties, which may be secret. */
    @Override
    public String toString() {
        return "KafkaSettings[bootstrap=" + bootstrap + ", prefix=" + prefix + ", clientId=" + clientId + ", groupId="
                + groupId + ", partitions=" + partitions + ", properties=" + new TreeSet<>(properties.keySet()) + "]";
    }

    /** Full name of a topic. */
    public String name(Topic topic) {
        return prefix + topic.suffix();
    }

    /** The topic of a full name. */
    public Optional<Topic> topic(String name) {
        for (Topic t : Topic.values()) {
            if (name(t).equals(name)) {
                return Optional.of(t);
            }
        }
        return Optional.empty();
    }

    Map<String, Object> admin() {
        return client("setup", Map.of());
    }

    /** The {@code number}-th consumer of this process outside every group. */
    Map<String, Object> reader(int number) {
        return consumer("reader-" + number);
    }

    /** A consumer outside every group that looks for one record. */
    Map<String, Object> single() {
        Map<String, Object> p = consumer("single");
        p.put("max.poll.records", "1");
        return p;
    }

    /** A consumer of raw bytes. */
    private Map<String, Object> consumer(String role) {
        return client(
                role,
                Map.of(
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed",
                        "allow.auto.create.topics", "false",
                        "key.deserializer", ByteArrayDeserializer.class.getName(),
                        "value.deserializer", ByteArrayDeserializer.class.getName()));
    }

    /** A consumer that shares the work of its group. */
    Map<String, Object> member() {
        Map<String, Object> p = consumer("member");
        p.put("group.id", groupId);
        p.put("group.instance.id", clientId);
        // a dead agent's scans move on after the least that brokers allow by default; a restarted one is back before
        p.putIfAbsent("session.timeout.ms", "6000");
        p.putIfAbsent("heartbeat.interval.ms", "1000");
        p.put("partition.assignment.strategy", CoPartitionedAssignor.class.getName());
        return p;
    }

    /** A consumer that shares the sampling of the group's agents; it starts with what is new. */
    Map<String, Object> worker() {
        Map<String, Object> p = consumer("worker");
        p.put("group.id", groupId + "-workers");
        p.put("auto.offset.reset", "latest");
        p.putIfAbsent("session.timeout.ms", "6000");
        p.putIfAbsent("heartbeat.interval.ms", "1000");
        // it polls between two chunks, and one of a large map takes minutes
        p.put("max.poll.interval.ms", "3600000");
        // neighbouring partitions go to different workers, so that the chunks of a round do
        p.put("partition.assignment.strategy", RoundRobinAssignor.class.getName());
        return p;
    }

    Map<String, Object> sink() {
        return producer("sink");
    }

    private Map<String, Object> producer(String role) {
        return client(
                role,
                Map.of(
                        "acks",
                        "all",
                        "enable.idempotence",
                        "true",
                        "linger.ms",
                        "0",
                        "max.request.size",
                        "" + Topic.LARGEST_RECORD,
                        "buffer.memory",
                        "" + 4L * Topic.LARGEST_RECORD,
                        "key.serializer",
                        ByteArraySerializer.class.getName(),
                        "value.serializer",
                        ByteArraySerializer.class.getName()));
    }

    Map<String, Object> transactions() {
        Map<String, Object> p = producer("transactions");
        p.put("transactional.id", prefix + clientId);
        // who takes over waits until what its predecessor left open has been decided: as long as for the session
        p.putIfAbsent("transaction.timeout.ms", "6000");
        p.putIfAbsent("max.block.ms", "10000");
        p.putIfAbsent("delivery.timeout.ms", "15000");
        p.putIfAbsent("request.timeout.ms", "10000");
        return p;
    }

    /** Ours under the user's, which cannot touch what must stay; each role a name of its own in logs and metrics. */
    private Map<String, Object> client(String role, Map<String, String> ours) {
        Map<String, Object> p = new HashMap<>(ours);
        p.putAll(properties);
        p.put("bootstrap.servers", bootstrap);
        p.put("client.id", clientId + "-" + role);
        return p;
    }
}
