package sunstone.agent.journal;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sunstone.agent.calibration.CalibrationState;
import sunstone.connectors.kafka.Topic;

/**
 * Basis of a suggestion beyond what it says itself, in the headers of its record: enough to make it again from the
 * log alone, and for a restarted agent to go on where its predecessor stood.
 *
 * @param inputs per input topic the offset up to which its records were folded when the round began, exclusive
 * @param begunAt when the round began
 * @param version of the program
 * @param recipe settings that the suggestion depends on, by their names in the configuration
 * @param degraded why the map is only the classical fill, or null
 * @param learnt what the points had taught about the ensembles when the round began
 * @param below what the scan was carried over from ({@link SectionLog.Left#name}, or {@value #NOTHING_BELOW}), or null
 *     if it named nothing
 * @param since per input topic the offset at which this life of the scan begins, if its id was closed and opened again;
 *     else empty
 */
public record Provenance(
        Map<Topic, Long> inputs,
        Instant begunAt,
        String version,
        Map<String, String> recipe,
        @Nullable String degraded,
        CalibrationState learnt,
        @Nullable String below,
        Map<Topic, Long> since) {
    /** Stands for the section below where the log held none. */
    public static final String NOTHING_BELOW = "none";

    private static final String INPUTS = "inputs";
    private static final String BEGUN_AT = "begunAt";
    private static final String VERSION = "version";
    private static final String RECIPE = "recipe";
    private static final String DEGRADED = "degraded";
    private static final String LEARNT = "learnt";
    private static final String BELOW = "below";
    private static final String SINCE = "since";

    public Provenance {
        inputs = Map.copyOf(inputs);
        since = Map.copyOf(since);
        recipe = Map.copyOf(recipe);
    }

    /** Offset up to which a topic had been folded, exclusive; 0 if none of its records had. */
    public long input(Topic topic) {
        return inputs.getOrDefault(topic, 0L);
    }

    /** As headers of a record. */
    public Map<String, String> headers() {
        JsonObject settings = new JsonObject();
        new TreeMap<>(recipe).forEach(settings::put);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(INPUTS, json(inputs));
        headers.put(BEGUN_AT, begunAt.toString());
        headers.put(VERSION, version);
        headers.put(RECIPE, settings.encode());
        headers.put(LEARNT, CalibrationJson.of(learnt).encode());
        if (degraded != null) {
            headers.put(DEGRADED, degraded);
        }
        if (below != null) {
            headers.put(BELOW, below);
        }
        if (!since.isEmpty()) {
            headers.put(SINCE, json(since));
        }
        return headers;
    }

    private static String json(Map<Topic, Long> offsets) {
        JsonObject json = new JsonObject();
        new TreeMap<>(offsets).forEach((topic, offset) -> json.put(topic.suffix(), offset));
        return json.encode();
    }

    private static Map<Topic, Long> offsets(String json) {
        JsonObject named = new JsonObject(json);
        Map<Topic, Long> offsets = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            Long offset = named.getLong(topic.suffix());
            if (offset != null) {
                offsets.put(topic, offset);
            }
        }
        return offsets;
    }

    /** The provenance in a record's headers; empty if it is not there or was damaged. */
    public static Optional<Provenance> of(Map<String, String> headers) {
        try {
            Map<String, String> recipe = new LinkedHashMap<>();
            new JsonObject(text(headers, RECIPE)).forEach(e -> recipe.put(e.getKey(), String.valueOf(e.getValue())));
            return Optional.of(new Provenance(
                    offsets(text(headers, INPUTS)),
                    Instant.parse(text(headers, BEGUN_AT)),
                    text(headers, VERSION),
                    recipe,
                    headers.get(DEGRADED),
                    CalibrationJson.read(new JsonObject(text(headers, LEARNT))),
                    headers.get(BELOW),
                    offsets(headers.getOrDefault(SINCE, "{}"))));
        } catch (RuntimeException e) { // whatever is wrong with it, the record itself still counts
            return Optional.empty();
        }
    }

    private static String text(Map<String, String> headers, String name) {
        String text = headers.get(name);
        if (text == null) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return text;
    }
}
