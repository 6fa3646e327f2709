package sunstone.agent.evaluation.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;

/**
 * A nearest-point fill with its best weight of light in hindsight.
 *
 * @param meanDeg its mean error
 * @param lambda the weight, one of {@link HindsightFill#LAMBDAS}
 * @param light {@code raw}, {@code denoised} or {@code aligned}
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BestFill(double meanDeg, double lambda, String light) {}
