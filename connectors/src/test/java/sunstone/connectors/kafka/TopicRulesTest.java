package sunstone.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicRulesTest {
    private static List<TopicRules.Fault> faults(Topic topic, Map<String, String> config) {
        return TopicRules.faults(topic, "lab." + topic.suffix(), config);
    }

    @Test
    void faults_topicsAsTheAgentMakesThem_areNone() {
        for (Topic topic : Topic.values()) {
            assertThat(faults(topic, topic.config())).as(topic.suffix()).isEmpty();
        }
    }

    @Test
    void faults_inputThatIsCompacted_isFatalAndNamesTopicSettingAndCommand() {
        for (Topic topic : EnumSet.of(Topic.SCANS, Topic.EBSD_POINTS, Topic.SUGGESTIONS)) {
            assertThat(faults(topic, Map.of("cleanup.policy", "compact")))
                    .singleElement()
                    .satisfies(f -> {
                        assertThat(f.fatal()).isTrue();
                        assertThat(f.text())
                                .contains("lab." + topic.suffix() + " has cleanup.policy=compact")
                                .contains("--add-config cleanup.policy=delete,retention.ms=-1");
                    });
        }
    }

    @Test
    void faults_retention_isFatalUnderADayAndAWarningAbove() {
        assertThat(faults(Topic.EBSD_POINTS, Map.of("retention.ms", "3600000")))
                .singleElement()
                .matches(TopicRules.Fault::fatal);
        assertThat(faults(Topic.EBSD_POINTS, Map.of("retention.ms", "604800000")))
                .singleElement()
                .matches(f -> !f.fatal() && f.text().contains("retention.ms=604800000"));
        assertThat(faults(Topic.PL_FRAMES, Map.of("retention.ms", "-1", "retention.bytes", "1000000")))
                .singleElement()
                .matches(f -> !f.fatal() && f.text().contains("retention.bytes=1000000"));
        assertThat(faults(Topic.DEAD_LETTERS, Map.of("retention.ms", "3600000")))
                .as("nothing is computed from dead letters")
                .isEmpty();
    }

    @Test
    void faults_recordsTooLargeForTheTopic_isAWarning() {
        assertThat(faults(Topic.MAPS, Map.of("cleanup.policy", "compact", "max.message.bytes", "1048588")))
                .singleElement()
                .matches(f -> !f.fatal() && f.text().contains("max.message.bytes=16777216"));
        assertThat(faults(Topic.PL_FRAMES, Map.of("retention.ms", "-1", "max.message.bytes", "1048588")))
                .isEmpty();
    }
}
