package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class KnownNoiseFilterTest {
    private final LoggerContext context = new LoggerContext();
    private final KnownNoiseFilter filter = new KnownNoiseFilter();

    KnownNoiseFilterTest() {
        filter.addText("as it is no longer assigned");
    }

    @Test
    void decide_whatIsNamed_isLeftOut() {
        assertThat(decide("org.apache.kafka.clients.X", Level.WARN, "[a] Not updating {} as it is no longer assigned"))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void decide_anythingElse_isLeftToTheLevels() {
        String text = "Not updating {} as it is no longer assigned";

        assertThat(decide("org.apache.kafka.clients.X", Level.ERROR, text)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("org.apache.kafka.clients.X", Level.WARN, "Broker may not be available"))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("sunstone.agent.X", Level.WARN, text)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide("org.apache.kafka.clients.X", Level.WARN, null)).isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply decide(String logger, Level level, @org.jspecify.annotations.Nullable String format) {
        return filter.decide(null, context.getLogger(logger), level, format, null, null);
    }
}
