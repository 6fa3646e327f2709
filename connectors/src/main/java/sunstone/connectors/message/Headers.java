package sunstone.connectors.message;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a binary record one by one and keeps the first fault. */
final class Headers {
    private final Map<String, String> headers;
    private @Nullable Reason reason;
    private String detail = "";

    /** Headers of a record of this schema. */
    Headers(Map<String, String> headers) {
        this.headers = new HashMap<>(headers);
        String schema = text("schema");
        if (reason == null && !schema.equals(JsonCodec.SCHEMA)) {
            reject(Reason.UNKNOWN_SCHEMA, "must be " + JsonCodec.SCHEMA + ": " + Limits.quote(schema), "schema");
        }
    }

    /** Makes the message if all headers were there; what its constructor refuses is out of range. */
    <T> Decoded<T> make(Supplier<Decoded<T>> message) {
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
    String text(String name) {
        String value = headers.get(name);
        if (value == null) {
            reject(Reason.MISSING_FIELD, "is missing", name);
            return "";
        }
        return value;
    }

    /** A header that may be missing. */
    @Nullable
    String maybe(String name) {
        return headers.get(name);
    }

    int integer(String name) {
        String value = text(name);
        try {
            return reason == null ? Integer.parseInt(value) : 0;
        } catch (NumberFormatException e) {
            reject(Reason.WRONG_TYPE, "must be an integer: " + Limits.quote(value), name);
            return 0;
        }
    }

    long whole(String name) {
        String value = text(name);
        try {
            return reason == null ? Long.parseLong(value) : 0;
        } catch (NumberFormatException e) {
            reject(Reason.WRONG_TYPE, "must be a whole number: " + Limits.quote(value), name);
            return 0;
        }
    }

    double real(String name) {
        String value = text(name);
        try {
            double v = reason == null ? Double.parseDouble(value) : 0;
            if (!Double.isFinite(v)) {
                reject(Reason.NOT_FINITE, "must be finite: " + v, name);
            }
            return v;
        } catch (NumberFormatException e) {
            reject(Reason.WRONG_TYPE, "must be a number: " + Limits.quote(value), name);
            return 0;
        }
    }

    /** Notes that a header is at fault. */
    void reject(Reason why, String fault, String name) {
        if (reason == null) {
            reason = why;
            detail = "header " + name + " " + fault;
        }
    }
}
