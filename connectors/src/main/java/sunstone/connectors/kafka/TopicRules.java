package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules for the settings of a topic, which anybody may have made: what they do to what is promised. */
final class TopicRules {
    /** A record of the smaller topics, bytes: bands of frames and batches are made for Kafka's limit of 1 MB. */
    private static final long SMALLER_RECORD = 1_000_000;

    /**
     * Shortest time for which records of an open scan have to be kept: a section can take a night and the day after.
     */
    private static final Duration SHORTEST = Duration.ofDays(1);

    private TopicRules() {}

    /**
     * One setting that does not fit.
     *
     * @param fatal whether scans would lose what they rest on
     * @param text names topic and setting, and says what to do
     */
    record Fault(boolean fatal, String text) {}

    /** What is wrong with a topic's settings, as Kafka names them. */
    static List<Fault> faults(Topic topic, String name, Map<String, String> config) {
        List<Fault> faults = new ArrayList<>();
        String policy = config.getOrDefault("cleanup.policy", "delete");
        long keptMs = number(config, "retention.ms");
        if (topic.whole() && policy.contains("compact")) {
            faults.add(new Fault(
                    true,
                    name + " has cleanup.policy=" + policy
                            + ", which removes records of one key, and all of a scan have one"
                            + remedy(name, topic.config())));
        } else if (topic.whole() && keptMs >= 0) {
            boolean fatal = keptMs < SHORTEST.toMillis();
            faults.add(new Fault(
                    fatal,
                    name + " has retention.ms=" + keptMs + (fatal ? ", under a day" : "")
                            + ": a scan that is open for longer cannot be taken up again"
                            + remedy(name, topic.config())));
        }
        if (topic.whole() && number(config, "retention.bytes") >= 0) {
            faults.add(new Fault(
                    false,
                    name + " has retention.bytes=" + number(config, "retention.bytes")
                            + ": a scan whose records are removed meanwhile cannot be taken up again"
                            + remedy(name, Map.of("retention.bytes", "-1"))));
        }
        String wanted = topic.config().getOrDefault("max.message.bytes", "" + SMALLER_RECORD);
        long largest = number(config, "max.message.bytes");
        if (largest >= 0 && largest < Long.parseLong(wanted)) {
            faults.add(new Fault(
                    false,
                    name + " has max.message.bytes=" + largest + ", records of up to " + wanted
                            + " bytes are written there" + remedy(name, Map.of("max.message.bytes", wanted))));
        }
        return faults;
    }

    private static long number(Map<String, String> config, String key) {
        return Long.parseLong(config.getOrDefault(key, "-1"));
    }

    private static String remedy(String name, Map<String, String> settings) {
        String wanted = String.join(
                ",",
                settings.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .sorted()
                        .toList());
        return ": kafka-configs --alter --entity-type topics --entity-name " + name + " --add-config " + wanted;
    }
}
