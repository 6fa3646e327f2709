package sunstone.connectors.message;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Decoded.Rejected;

/** Reads the headers of a polarised-light record one by one and keeps the first fault. */
final class PlHeaders {
    private final Map<String, String> headers;
    private @Nullable Rejected<PlFrame> fault;

    PlHeaders(Map<String, String> headers) {
        this.headers = new HashMap<>(headers);
    }

    Decoded<PlFrame> read(byte[] pixels) {
        String schema = text("schema");
        if (fault == null && !schema.equals(JsonCodec.SCHEMA)) {
            reject(Reason.UNKNOWN_SCHEMA, "header schema must be " + JsonCodec.SCHEMA + ": " + Limits.quote(schema));
        }
        String scanId = text("scanId");
        int frame = integer("frame");
        double stageDeg = real("stageDeg");
        int rows = integer("rows");
        int cols = integer("cols");
        int rowOffset = integer("rowOffset");
        int rowCount = integer("rowCount");
        String word = text("dtype");
        PixelType dtype = PixelType.of(word).orElse(PixelType.U8);
        if (fault == null && !dtype.word().equals(word)) {
            reject(Reason.UNKNOWN_WORD, "header dtype must be one of u8, u16le, f32le: " + Limits.quote(word));
        }
        if (fault != null) {
            return fault;
        }
        try {
            PlFrame f = new PlFrame(scanId, frame, stageDeg, rows, cols, rowOffset, rowCount, dtype, pixels);
            long due = (long) rowCount * cols * dtype.bytes();
            return pixels.length == due
                    ? Decoded.ok(f)
                    : Decoded.rejected(
                            Reason.WRONG_FRAME_SIZE,
                            rowCount + " rows of " + cols + " pixels " + word + " need " + due + " bytes: "
                                    + pixels.length);
        } catch (IllegalArgumentException e) {
            return Decoded.rejected(Reason.OUT_OF_RANGE, "header " + e.getMessage());
        }
    }

    private String text(String name) {
        String value = headers.get(name);
        if (value == null) {
            reject(Reason.MISSING_FIELD, "header " + name + " is missing");
            return "";
        }
        return value;
    }

    private int integer(String name) {
        String value = text(name);
        try {
            return fault == null ? Integer.parseInt(value) : 0;
        } catch (NumberFormatException e) {
            reject(Reason.WRONG_TYPE, "header " + name + " must be an integer: " + Limits.quote(value));
            return 0;
        }
    }

    private double real(String name) {
        String value = text(name);
        try {
            double v = fault == null ? Double.parseDouble(value) : 0;
            if (!Double.isFinite(v)) {
                reject(Reason.NOT_FINITE, "header " + name + " must be finite: " + v);
            }
            return v;
        } catch (NumberFormatException e) {
            reject(Reason.WRONG_TYPE, "header " + name + " must be a number: " + Limits.quote(value));
            return 0;
        }
    }

    private void reject(Reason reason, String detail) {
        if (fault == null) {
            fault = new Rejected<>(reason, detail);
        }
    }
}
