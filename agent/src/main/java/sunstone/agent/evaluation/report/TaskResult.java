package sunstone.agent.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of one method at one task.
 *
 * @param task {@code boundaries}, {@code super-resolution}, {@code denoising}, {@code modality}, {@code scaling} or
 *     {@code calibration}
 * @param condition of the PL camera
 * @param seed of all noise and chance; 0 for all seeds together
 * @param fraction points as a share of the truth's indexed pixels
 * @param method what was done
 * @param metrics figures by name, in the order in which they are best read; what could not be measured is left out
 * @param truth file name of the truth
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TaskResult(
        String task,
        String condition,
        long seed,
        double fraction,
        String method,
        Map<String, Double> metrics,
        String truth) {
    public TaskResult {
        Map<String, Double> finite = new LinkedHashMap<>();
        metrics.forEach((name, value) -> {
            if (Double.isFinite(value)) { // JSON has no other numbers
                finite.put(name, value);
            }
        });
        metrics = Collections.unmodifiableMap(finite);
    }
}
