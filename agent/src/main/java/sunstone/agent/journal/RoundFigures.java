package sunstone.agent.journal;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Figures of a published round, in a header of its suggestion: an agent that starts anew goes on with the curve of its
 * scan, and with the time that is left.
 *
 * @param revision number of the round
 * @param measurements measurements behind it
 * @param meanUncertaintyDeg mean uncertainty over the wanted pixels, degrees
 * @param upperMeanDeg mean error that is not exceeded with a probability of 90%, degrees; NaN without an ensemble
 * @param inferenceMs time that it took, milliseconds
 * @param at when it was published
 */
public record RoundFigures(
        int revision,
        int measurements,
        double meanUncertaintyDeg,
        double upperMeanDeg,
        double inferenceMs,
        Instant at) {
    private static final String FIGURES = "figures";

    /** As a header of a record. */
    public Map<String, String> headers() {
        JsonObject json = new JsonObject()
                .put("measurements", measurements)
                .put("meanUncertaintyDeg", meanUncertaintyDeg)
                .put("upperMeanDeg", Double.isFinite(upperMeanDeg) ? upperMeanDeg : null)
                .put("inferenceMs", inferenceMs);
        return Map.of(FIGURES, json.encode());
    }

    /** The figures of a suggestion's headers; empty if an older version wrote it, or if they were damaged. */
    static Optional<RoundFigures> of(Map<String, String> headers, int revision, Instant at) {
        try {
            JsonObject json = new JsonObject(headers.getOrDefault(FIGURES, "{}"));
            return json.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RoundFigures(
                            revision,
                            json.getInteger("measurements"),
                            json.getDouble("meanUncertaintyDeg"),
                            Objects.requireNonNullElse(json.getDouble("upperMeanDeg"), Double.NaN),
                            json.getDouble("inferenceMs"),
                            at));
        } catch (RuntimeException e) { // the suggestion itself still counts
            return Optional.empty();
        }
    }
}
