package sunstone.connectors.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Headers;
import sunstone.connectors.message.codec.Limits;
import sunstone.connectors.message.codec.Reason;

/**
 * A polarized-light frame or a band of its rows, a record of {@code pl-frames}: the value is raw row-major pixels, all
 * else travels in headers. {@link ScanRules#frame} checks it against its scan.
 *
 * @param frame number of the stage angle, from 0
 * @param stageDeg stage angle, degrees
 * @param rows rows of the whole frame
 * @param cols columns of the whole frame
 * @param rowOffset first row of the band
 * @param rowCount rows of the band
 * @param pixels the record's value, shared, not copied: nobody writes to it
 */
public record PlFrame(
        String scanId,
        int frame,
        double stageDeg,
        int rows,
        int cols,
        int rowOffset,
        int rowCount,
        PixelType dtype,
        byte[] pixels)
        implements ScanMessage {
    /** Most bytes of pixels in one record; a larger frame travels as several bands. */
    public static final int LARGEST_BAND = 900_000;

    public PlFrame {
        Limits.id("scanId", scanId);
        Limits.atLeast("frame", frame, 0);
        if (!Double.isFinite(stageDeg)) {
            throw new IllegalArgumentException("stageDeg must be finite: " + stageDeg);
        }
        Limits.atLeast("rows", rows, 1);
        Limits.atLeast("cols", cols, 1);
        Limits.atLeast("rowOffset", rowOffset, 0);
        Limits.atLeast("rowCount", rowCount, 1);
        if ((long) rowOffset + rowCount > rows) {
            throw new IllegalArgumentException("rowOffset + rowCount must be at most the " + rows
                    + " rows of the frame: " + rowOffset + " + " + rowCount);
        }
    }

    /** Decodes a record from its headers and value; never throws, whatever they hold. */
    public static Decoded<PlFrame> decode(Map<String, String> headers, byte @Nullable [] value) {
        byte[] pixels = value == null ? new byte[0] : value;
        Headers h = new Headers(headers);
        String scanId = h.text("scanId");
        int frame = h.integer("frame");
        double stageDeg = h.real("stageDeg");
        int rows = h.integer("rows");
        int cols = h.integer("cols");
        int rowOffset = h.integer("rowOffset");
        int rowCount = h.integer("rowCount");
        String word = h.text("dtype");
        PixelType dtype = PixelType.of(word).orElse(PixelType.U8);
        if (!dtype.word().equals(word)) {
            h.reject(Reason.UNKNOWN_WORD, "must be one of u8, u16le, f32le: " + Limits.quote(word), "dtype");
        }
        return h.make(() -> {
            PlFrame f = new PlFrame(scanId, frame, stageDeg, rows, cols, rowOffset, rowCount, dtype, pixels);
            long due = (long) rowCount * cols * dtype.bytes();
            return pixels.length == due
                    ? Decoded.ok(f)
                    : Decoded.rejected(
                            Reason.WRONG_FRAME_SIZE,
                            rowCount + " rows of " + cols + " pixels " + word + " need " + due + " bytes: "
                                    + pixels.length);
        });
    }

    /** The headers of the record. */
    public Map<String, String> headers() {
        return Headers.of(
                "scanId", scanId,
                "frame", frame,
                "stageDeg", stageDeg,
                "rows", rows,
                "cols", cols,
                "rowOffset", rowOffset,
                "rowCount", rowCount,
                "dtype", dtype.word());
    }

    /** How many rows of so many columns fit into one record, at least 1. */
    public static int bandRows(int cols, PixelType dtype) {
        return Math.max(1, LARGEST_BAND / (cols * dtype.bytes()));
    }

    /** The pixels, 1 = the brightest possible crystal for the integer types, shape [rowCount * cols]. */
    public float[] intensities() {
        return dtype.decode(pixels);
    }
}
