package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.json.tree.JsonNode;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Decoded.Rejected;

/**
 * JSON that a record type accepts, read off its components once: a component without {@code @Nullable} is required, and
 * its Java type says which JSON type is due.
 *
 * <p>Serde alone would take a missing number for 0, 1.7 for 1 and "5" for 5. So a tree is checked here first and only
 * then bound.
 */
final class Shape {
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type);
        }
    };

    private final List<Field> fields = new ArrayList<>();

    private record Field(String name, boolean required, Check check) {}

    /** Judges one JSON value; null means it is right. */
    private interface Check {
        @Nullable
        Rejected<?> apply(JsonNode node, String path);
    }

    private Shape(Class<?> type) {
        for (RecordComponent c : type.getRecordComponents()) {
            JsonProperty name = c.getAccessor().getAnnotation(JsonProperty.class);
            AnnotatedType annotated = c.getAnnotatedType();
            fields.add(new Field(
                    name == null ? c.getName() : name.value(),
                    !annotated.isAnnotationPresent(Nullable.class),
                    checkOf(c.getGenericType())));
        }
    }

    /** The shape of a record type. */
    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /**
     * Judges an object.
     *
     * @param path name of the object with a dot behind, or nothing for the outermost
     * @return null if it is right
     */
    @Nullable
    Rejected<?> check(JsonNode node, String path) {
        for (Field f : fields) {
            JsonNode value = node.get(f.name);
            if (value == null || value.isNull()) {
                if (f.required) {
                    return reject(Reason.MISSING_FIELD, path + f.name + " is missing");
                }
                continue;
            }
            Rejected<?> rejected = f.check.apply(value, path.isEmpty() ? f.name : path + f.name);
            if (rejected != null) {
                return rejected;
            }
        }
        return null;
    }

    private static Check checkOf(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            Check element = checkOf(list.getActualTypeArguments()[0]);
            return (node, path) -> elements(node, path, element);
        }
        if (type == int.class || type == Integer.class) {
            return (node, path) -> integer(node, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return (node, path) -> integer(node, path, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return Shape::real;
        }
        if (type == boolean.class || type == Boolean.class) {
            return (node, path) -> node.isBoolean() ? null : wrong(path, "true or false", node);
        }
        if (type == String.class) {
            return Shape::text;
        }
        if (type == Instant.class) {
            return Shape::instant;
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            Set<String> words = words(c);
            return (node, path) -> word(node, path, words);
        }
        if (type instanceof Class<?> c && c.isRecord()) {
            Shape shape = of(c);
            return (node, path) -> node.isObject() ? shape.check(node, path + ".") : wrong(path, "an object", node);
        }
        throw new IllegalStateException("a message cannot hold " + type.getTypeName());
    }

    private static @Nullable Rejected<?> elements(JsonNode node, String path, Check element) {
        if (!node.isArray()) {
            return wrong(path, "an array", node);
        }
        int k = 0;
        for (JsonNode value : node.values()) {
            if (value.isNull()) {
                return reject(Reason.MISSING_FIELD, path + "[" + k + "] is null");
            }
            Rejected<?> rejected = element.apply(value, path);
            if (rejected != null) { // the index goes into the text only now: building it costs more than the check
                return reject(
                        rejected.reason(),
                        path + "[" + k + "]" + rejected.detail().substring(path.length()));
            }
            k++;
        }
        return null;
    }

    private static @Nullable Rejected<?> integer(JsonNode node, String path, long least, long most) {
        if (!node.isNumber()) {
            return wrong(path, "an integer", node);
        }
        Number n = node.getNumberValue();
        if (n instanceof Integer || n instanceof Long) {
            long v = n.longValue();
            return v >= least && v <= most ? null : beyond(path, n, least, most);
        }
        if (n instanceof BigInteger) {
            return beyond(path, n, least, most);
        }
        double v = n.doubleValue();
        if (v != Math.rint(v)) { // infinity passes and is beyond every limit
            return wrong(path, "an integer", node);
        }
        return Math.abs(v) <= 1L << 53 && v >= least && v <= most ? null : beyond(path, n, least, most);
    }

    private static @Nullable Rejected<?> real(JsonNode node, String path) {
        if (!node.isNumber()) {
            return wrong(path, "a number", node);
        }
        double v = node.getNumberValue().doubleValue();
        return Double.isFinite(v) ? null : reject(Reason.NOT_FINITE, path + " must be finite: " + v);
    }

    private static @Nullable Rejected<?> text(JsonNode node, String path) {
        return node.isString() ? null : wrong(path, "a string", node);
    }

    private static @Nullable Rejected<?> instant(JsonNode node, String path) {
        if (!node.isString()) {
            return wrong(path, "an ISO 8601 time such as 2026-11-22T08:00:00Z", node);
        }
        try {
            Instant.parse(node.getStringValue());
            return null;
        } catch (DateTimeParseException e) {
            return reject(
                    Reason.WRONG_TYPE,
                    path + " must be an ISO 8601 time such as 2026-11-22T08:00:00Z: "
                            + Limits.quote(node.getStringValue()));
        }
    }

    private static @Nullable Rejected<?> word(JsonNode node, String path, Set<String> words) {
        if (!node.isString()) {
            return wrong(path, "a string", node);
        }
        return words.contains(node.getStringValue())
                ? null
                : reject(
                        Reason.UNKNOWN_WORD,
                        path + " must be one of " + String.join(", ", new TreeSet<>(words)) + ": "
                                + Limits.quote(node.getStringValue()));
    }

    private static Set<String> words(Class<?> type) {
        Set<String> words = new HashSet<>();
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            try {
                JsonProperty property = type.getField(name).getAnnotation(JsonProperty.class);
                words.add(property == null ? name : property.value());
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(type + " has no constant " + name, e);
            }
        }
        return words;
    }

    private static Rejected<?> beyond(String path, Number n, long least, long most) {
        return reject(
                Reason.OUT_OF_RANGE,
                path + " must be within " + least + " and " + most + ": "
                        + (n instanceof BigInteger big ? "a number of " + big.bitLength() + " bits" : n));
    }

    private static Rejected<?> wrong(String path, String due, JsonNode node) {
        String found = node.isObject()
                ? "an object"
                : node.isArray()
                        ? "an array"
                        : node.isString()
                                ? Limits.quote(node.getStringValue())
                                : node.isBoolean() ? String.valueOf(node.getBooleanValue()) : number(node);
        return reject(Reason.WRONG_TYPE, path + " must be " + due + ": " + found);
    }

    private static String number(JsonNode node) {
        Number n = node.getNumberValue();
        return n instanceof BigInteger big ? "a number of " + big.bitLength() + " bits" : n.toString();
    }

    private static Rejected<?> reject(Reason reason, String detail) {
        return new Rejected<>(reason, detail);
    }
}
