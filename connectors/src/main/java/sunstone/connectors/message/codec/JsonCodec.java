package sunstone.connectors.message.codec;

import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Decoded.Rejected;

/**
 * One topic's values to and from JSON. Immutable; any thread may use it.
 *
 * @param <T> the message
 */
public final class JsonCodec<T extends Keyed> {
    /** Value of the field {@code schema} of every message. */
    public static final String SCHEMA = "sunstone/1";

    private final Function<JsonNode, Decoded<Class<? extends T>>> typeOf;
    private final Function<T, Map<String, JsonNode>> head;

    public JsonCodec(Function<JsonNode, Decoded<Class<? extends T>>> typeOf, Function<T, Map<String, JsonNode>> head) {
        this.typeOf = typeOf;
        this.head = head;
    }

    public static <T extends Keyed> JsonCodec<T> of(Class<T> type) {
        return new JsonCodec<>(tree -> Decoded.ok(type), value -> Map.of());
    }

    /**
     * The message's bytes: {@code schema} first, then the fields in their order, absent ones left out.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public byte[] encode(T message) {
        JsonNode body = JsonTree.tree(message);
        Rejected<?> rejected = Shape.of(message.getClass()).check(body, "");
        if (rejected != null) {
            throw new IllegalArgumentException(rejected.detail());
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("schema", JsonNode.createStringNode(SCHEMA));
        fields.putAll(head.apply(message));
        body.entries().forEach(e -> fields.put(e.getKey(), e.getValue()));
        return JsonTree.bytes(JsonNode.createObjectNode(fields));
    }

    /** The message, or why there is none; never throws, whatever the bytes. */
    public Decoded<T> decode(byte @Nullable [] bytes) {
        return JsonTree.parse(bytes).then(this::decode);
    }

    private Decoded<T> decode(JsonNode tree) {
        return word(tree, "schema")
                .then(schema -> schema.equals(SCHEMA)
                        ? typeOf.apply(tree)
                        : Decoded.rejected(
                                Reason.UNKNOWN_SCHEMA, "schema must be " + SCHEMA + ": " + Limits.quote(schema)))
                .then(type -> bind(tree, type));
    }

    private static <T, U extends T> Decoded<T> bind(JsonNode tree, Class<U> type) {
        Rejected<?> rejected = Shape.of(type).check(tree, "");
        return rejected == null ? JsonTree.bind(tree, type).then(Decoded::ok) : rejected.as();
    }

    /** A required string of the outermost object. */
    public static Decoded<String> word(JsonNode tree, String name) {
        JsonNode node = tree.get(name);
        if (node == null || node.isNull()) {
            return Decoded.rejected(Reason.MISSING_FIELD, name + " is missing");
        }
        return node.isString()
                ? Decoded.ok(node.getStringValue())
                : Decoded.rejected(Reason.WRONG_TYPE, name + " must be a string");
    }
}
