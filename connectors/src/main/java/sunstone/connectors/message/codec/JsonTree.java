package sunstone.connectors.message.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.micronaut.core.type.Argument;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes, trees and records: the one place that talks to Micronaut Serde. */
public final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeTreeCodec TREES = JsonNodeTreeCodec.getInstance();

    private JsonTree() {}

    /** Starting the mapper takes half a second, so it waits for the first message. */
    private static final class Mapper {
        static final ObjectMapper INSTANCE = ObjectMapper.getDefault();
    }

    /** One object and nothing behind it. */
    public static Decoded<JsonNode> parse(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return Decoded.rejected(Reason.MALFORMED, "the value is empty");
        }
        try (JsonParser parser = FACTORY.createParser(utf8(bytes))) {
            parser.nextToken();
            JsonNode node = TREES.readTree(parser);
            if (node == null || !node.isObject()) {
                return Decoded.rejected(Reason.MALFORMED, "the value is not a JSON object");
            }
            if (parser.nextToken() != null) {
                return Decoded.rejected(
                        Reason.MALFORMED,
                        "there is more behind the JSON object, at byte "
                                + parser.currentTokenLocation().getCharOffset());
            }
            return Decoded.ok(node);
        } catch (CharacterCodingException e) {
            return Decoded.rejected(Reason.MALFORMED, "the value is not UTF-8");
        } catch (IOException | RuntimeException e) {
            return Decoded.rejected(Reason.MALFORMED, "the value is not JSON: " + line(e));
        }
    }

    /** Binds a tree that {@link Shape} found right; the record's own checks can still reject it. */
    public static <T> Decoded<T> bind(JsonNode tree, Class<T> type) {
        try {
            T value = Mapper.INSTANCE.readValueFromTree(tree, Argument.of(type));
            return value == null ? Decoded.rejected(Reason.MALFORMED, "the value is null") : Decoded.ok(value);
        } catch (IOException | RuntimeException e) {
            Throwable cause = e;
            while (!(cause instanceof IllegalArgumentException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return Decoded.rejected(Reason.OUT_OF_RANGE, line(cause));
        }
    }

    public static JsonNode tree(Object message) {
        try {
            return Mapper.INSTANCE.writeValueToTree(message);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + message.getClass(), e);
        }
    }

    public static byte[] bytes(JsonNode tree) {
        try {
            return Mapper.INSTANCE.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write a tree", e);
        }
    }

    /** Jackson takes UTF-16 and UTF-32 too, and lets some broken UTF-8 pass; the contract is UTF-8. */
    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static String line(Throwable e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
