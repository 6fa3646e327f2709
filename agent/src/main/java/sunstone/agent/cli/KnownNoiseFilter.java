package sunstone.agent.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Keeps warnings of Kafka out of the log that are nothing to worry about; {@code logback.xml} says which and why. */
public final class KnownNoiseFilter extends TurboFilter {
    private static final String KAFKA = "org.apache.kafka.";

    private final List<String> texts = new ArrayList<>();

    /** What such a line has in it, as Kafka's source has it; set by {@code logback.xml}. */
    public void addText(String text) {
        texts.add(text);
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] values,
            @Nullable Throwable thrown) {
        boolean noNews = level == Level.WARN
                && format != null
                && logger.getName().startsWith(KAFKA)
                && texts.stream().anyMatch(format::contains);
        return noNews ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
