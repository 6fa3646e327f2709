package sunstone.connectors.message.codec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The headers of binary records: writes them, or reads them one by one and keeps the first fault. */
public final class Headers {
    private final Map<String, String> headers;
    private @Nullable Reason reason;
    private String detail = "";

    /**
     * Headers to write, in this order behind {@code schema}.
     *
     * @param namesAndValues by turns; a value that is null is left out
     */
    public static Map<String, String> of(@Nullable Object... namesAndValues) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("schema", JsonCodec.SCHEMA);
        for (int k = 0; k < namesAndValues.length; k += 2) {
            Object value = namesAndValues[k + 1];
            if (value != null) {
                headers.put(String.valueOf(namesAndValues[k]), value.toString());
            }
        }
        return headers;
    }

    /** Headers of a record of this schema. */
    public Headers(Map<String, String> headers) {
        this.headers = new HashMap<>(headers);
        String schema = text("schema");
        if (reason == null && !schema.equals(JsonCodec.SCHEMA)) {
            reject(Reason.UNKNOWN_SCHEMA, "must be " + JsonCodec.SCHEMA + ": " + Limits.quote(schema), "schema");
        }
    }

    /** Makes the message if all headers were there; what its constructor refuses is out of range. */
    public <T> Decoded<T> make(Supplier<Decoded<T>> message) {
        if (reason != null) {
            return Decoded.rejected(reason, detail);
        }
        try {
            return message.get();
        } catch (IllegalArgumentException e) {
            return Decoded.rejected(Reason.OUT_OF_RANGE, "header " + e.getMessage());
        }
    }

    /** A header, empty if it is missing. */
    public String text(String name) {
        String value = headers.get(name);
        if (value == null) {
            reject(Reason.MISSING_FIELD, "is missing", name);
            return "";
        }
        return value;
    }

    /** A header that may be missing. */
    @Nullable
    public String maybe(String name) {
        return headers.get(name);
    }

    public int integer(String name) {
        return number(name, Integer::parseInt, 0, "an integer");
    }

    public long whole(String name) {
        return number(name, Long::parseLong, 0L, "a whole number");
    }

    public double real(String name) {
        double v = number(name, Double::parseDouble, 0.0, "a number");
        if (!Double.isFinite(v)) {
            reject(Reason.NOT_FINITE, "must be finite: " + v, name);
        }
        return v;
    }

    /** A header as a number, zero if it or one before it is at fault. */
    private <N extends Number> N number(String name, Function<String, N> parse, N zero, String kind) {
        String value = text(name);
        try {
            return reason == null ? parse.apply(value) : zero;
        } catch (NumberFormatException e) {
            reject(Reason.WRONG_TYPE, "must be " + kind + ": " + Limits.quote(value), name);
            return zero;
        }
    }

    /** Notes that a header is at fault. */
    public void reject(Reason why, String fault, String name) {
        if (reason == null) {
            reason = why;
            detail = "header " + name + " " + fault;
        }
    }
}
