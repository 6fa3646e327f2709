package sunstone.agent;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.kafka.Topic;

/**
 * What a suggestion rests on beyond what it says itself, in the headers of its record: enough to make it again from the
 * log alone, and for a restarted agent to go on where its predecessor stood.
 *
 * @param inputs per input topic the offset up to which its records were folded when the round began, exclusive
 * @param begunAt when the round began
 * @param version of the program
 * @param recipe settings that the suggestion depends on, by their names in the configuration
 * @param degraded why the map is only the classical fill, or null
 * @param learnt what the points had taught about the ensembles when the round began
 */
record Provenance(
        Map<Topic, Long> inputs,
        Instant begunAt,
        String version,
        Map<String, String> recipe,
        @Nullable String degraded,
        Learnt learnt) {
    private static final String INPUTS = "inputs";
    private static final String BEGUN_AT = "begunAt";
    private static final String VERSION = "version";
    private static final String RECIPE = "recipe";
    private static final String DEGRADED = "degraded";
    private static final String LEARNT = "learnt";

    Provenance {
        inputs = Map.copyOf(inputs);
        recipe = Map.copyOf(recipe);
    }

    /** Offset up to which a topic had been folded, exclusive; 0 if none of its records had. */
    long input(Topic topic) {
        return inputs.getOrDefault(topic, 0L);
    }

    /** As headers of a record. */
    Map<String, String> headers() {
        JsonObject offsets = new JsonObject();
        new TreeMap<>(inputs).forEach((topic, offset) -> offsets.put(topic.suffix(), offset));
        JsonObject settings = new JsonObject();
        new TreeMap<>(recipe).forEach(settings::put);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(INPUTS, offsets.encode());
        headers.put(BEGUN_AT, begunAt.toString());
        headers.put(VERSION, version);
        headers.put(RECIPE, settings.encode());
        headers.put(LEARNT, learnt.toJson().encode());
        if (degraded != null) {
            headers.put(DEGRADED, degraded);
        }
        return headers;
    }

    /** The provenance in a record's headers; empty if it is not there or was damaged. */
    static Optional<Provenance> of(Map<String, String> headers) {
        try {
            JsonObject offsets = new JsonObject(text(headers, INPUTS));
            Map<Topic, Long> inputs = new EnumMap<>(Topic.class);
            for (Topic topic : Topic.values()) {
                Long offset = offsets.getLong(topic.suffix());
                if (offset != null) {
                    inputs.put(topic, offset);
                }
            }
            Map<String, String> recipe = new LinkedHashMap<>();
            new JsonObject(text(headers, RECIPE)).forEach(e -> recipe.put(e.getKey(), String.valueOf(e.getValue())));
            return Optional.of(new Provenance(
                    inputs,
                    Instant.parse(text(headers, BEGUN_AT)),
                    text(headers, VERSION),
                    recipe,
                    headers.get(DEGRADED),
                    Learnt.of(new JsonObject(text(headers, LEARNT)))));
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
