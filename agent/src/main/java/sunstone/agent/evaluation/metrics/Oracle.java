package sunstone.agent.evaluation.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;

/** One point in every grain of 10 pixels and more, spread over the grain by perfect segmentation. */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Oracle(int pointsOnePerGrain, double meanDeg) {}
