package sunstone.connectors.message;

import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Decoded.Rejected;
import sunstone.connectors.message.codec.JsonCodec;
import sunstone.connectors.message.codec.JsonTree;
import sunstone.connectors.message.codec.Limits;
import sunstone.connectors.message.codec.Reason;
import sunstone.connectors.message.codec.Shape;

/**
 * A file of optics, {@code sunstone-optics/1}: what was learnt in one scan, to be known in the next one of the same
 * instrument.
 */
public final class OpticsFile {
    /** Value of the field {@code schema}. */
    public static final String SCHEMA = "sunstone-optics/1";

    private OpticsFile() {}

    /**
     * The bytes of a file.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public static byte[] encode(LightOptics learnt) {
        JsonNode body = JsonTree.tree(learnt);
        Rejected<?> rejected = Shape.of(LightOptics.class).check(body, "");
        if (rejected != null) {
            throw new IllegalArgumentException(rejected.detail());
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("schema", JsonNode.createStringNode(SCHEMA));
        body.entries().forEach(e -> fields.put(e.getKey(), e.getValue()));
        return JsonTree.bytes(JsonNode.createObjectNode(fields));
    }

    /** What a file says of the instrument, or why it says nothing; never throws, whatever the bytes. */
    public static Decoded<KnownOptics> decode(byte @Nullable [] bytes) {
        return JsonTree.parse(bytes).then(tree -> checked(tree).then(good -> bound(good, KnownOptics.class)));
    }

    /** All that a file says, or why it says nothing; never throws, whatever the bytes. */
    public static Decoded<LightOptics> learnt(byte @Nullable [] bytes) {
        return JsonTree.parse(bytes).then(tree -> checked(tree).then(good -> bound(good, LightOptics.class)));
    }

    /** The block {@code optics} of a scan as the agent's API tells it; rejected if there is none. */
    public static Decoded<LightOptics> ofScan(byte @Nullable [] bytes) {
        return JsonTree.parse(bytes).then(tree -> {
            JsonNode optics = tree.get("optics");
            return optics == null || !optics.isObject()
                    ? Decoded.rejected(Reason.MISSING_FIELD, "the scan has no optics yet: its light is not complete")
                    : bound(optics, LightOptics.class);
        });
    }

    private static Decoded<JsonNode> checked(JsonNode tree) {
        return JsonCodec.word(tree, "schema").then(schema -> {
            JsonNode verdict = tree.get("verdict");
            if (!schema.equals(SCHEMA)) {
                return Decoded.rejected(
                        Reason.UNKNOWN_SCHEMA, "schema must be " + SCHEMA + ": " + Limits.quote(schema));
            }
            return verdict != null
                            && verdict.isString()
                            && verdict.getStringValue().equals(LightOptics.CONTRADICTED)
                    ? Decoded.rejected(
                            Reason.OUT_OF_RANGE,
                            "the points contradicted the light when these optics were written: they tell nothing")
                    : Decoded.ok(tree);
        });
    }

    private static <T> Decoded<T> bound(JsonNode tree, Class<T> type) {
        Rejected<?> rejected = Shape.of(type).check(tree, "");
        return rejected == null ? JsonTree.bind(tree, type) : rejected.as();
    }
}
