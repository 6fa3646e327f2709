package sunstone.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    private final KafkaSettings settings = new KafkaSettings(
            "broker:9092",
            "lab.",
            "agent-1",
            "agents",
            3,
            Map.of("security.protocol", "SSL", "max.block.ms", "1234", "linger.ms", "5"));

    @ParameterizedTest
    @EnumSource
    void topic_nameWithPrefix_comesBack(Topic topic) {
        assertThat(settings.name(topic)).startsWith("lab.").matches("[a-z.-]+");
        assertThat(settings.topic(settings.name(topic))).contains(topic);
        assertThat(settings.topic("sunstone." + topic.suffix())).isEmpty();
    }

    @Test
    void name_ofEveryTopic_isThatOfTheContract() {
        KafkaSettings s = KafkaSettings.of("b:1", "a", "g");

        assertThat(Arrays.stream(Topic.values()).map(s::name))
                .containsExactly(
                        "sunstone.scans",
                        "sunstone.pl-frames",
                        "sunstone.ebsd-points",
                        "sunstone.suggestions",
                        "sunstone.decisions",
                        "sunstone.controls", // ours, beyond the contract
                        "sunstone.commands",
                        "sunstone.receipts",
                        "sunstone.maps",
                        "sunstone.sections",
                        "sunstone.status",
                        "sunstone.dead-letters",
                        "sunstone.sampling", // ours too, and only where workers share the sampling
                        "sunstone.members");
        assertThat(Topic.CONTRACT).hasSize(12).doesNotContain(Topic.SAMPLING, Topic.MEMBERS);
    }

    @Test
    void properties_ofTheUser_reachEveryClientAndPrevailOverDefaults() {
        for (Map<String, Object> p : List.of(
                settings.admin(), settings.reader(1), settings.member(), settings.sink(), settings.transactions())) {
            assertThat(p)
                    .containsEntry("security.protocol", "SSL")
                    .containsEntry("max.block.ms", "1234")
                    .containsEntry("linger.ms", "5")
                    .containsEntry("bootstrap.servers", "broker:9092");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolation.level", "enable.auto.commit", "transactional.id", "group.id", "acks"})
    void properties_thatWouldBreakAPromise_areRefused(String key) {
        assertThatThrownBy(() -> new KafkaSettings("b:1", "p.", "a", "g", 1, Map.of(key, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the property " + key + " cannot be set");
    }
}
