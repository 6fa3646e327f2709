package sunstone.connectors.message;

import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Bytes as text: one zlib stream (RFC 1950) in base64 (RFC 4648). */
public final class Deflated {
    /** Deflate cannot shrink further than this (RFC 1951: 258 bytes by two bits). */
    private static final int LARGEST_RATIO = 1032;

    private Deflated() {}

    /** The text. */
    public static String of(byte[] raw) {
        return Base64.getEncoder().encodeToString(deflate(raw));
    }

    /**
     * The bytes if there are exactly as many as due, or null; a small text cannot claim a large number.
     *
     * @throws IllegalArgumentException if it is no base64
     */
    public static byte @Nullable [] bytes(String text, long due) {
        return inflate(Base64.getDecoder().decode(text), due);
    }

    private static byte[] deflate(byte[] raw) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(raw);
            deflater.finish();
            byte[] out = new byte[raw.length + raw.length / 1000 + 64]; // zlib grows noise by far less
            int length = 0;
            while (!deflater.finished()) {
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    /**
     * All bytes if there are not more than a limit, or null.
     *
     * @throws IllegalArgumentException if it is no base64
     */
    public static byte @Nullable [] all(String text, long most) {
        Inflater inflater = new Inflater();
        try {
            byte[] packed = Base64.getDecoder().decode(text);
            inflater.setInput(packed);
            byte[] raw = new byte
                    [(int) Math.min(Math.min(most, Integer.MAX_VALUE - 8) + 1, (long) LARGEST_RATIO * packed.length)];
            int length = 0;
            int n = 1;
            while (n > 0 && length < raw.length) {
                n = inflater.inflate(raw, length, raw.length - length);
                length += n;
            }
            return inflater.finished() && length <= most ? Arrays.copyOf(raw, length) : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    private static byte @Nullable [] inflate(byte[] packed, long due) {
        if (due > Integer.MAX_VALUE - 8 || due > (long) LARGEST_RATIO * packed.length) {
            return null;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] raw = new byte[(int) due];
            int length = 0;
            while (length < raw.length) {
                int n = inflater.inflate(raw, length, raw.length - length);
                if (n == 0) {
                    return null;
                }
                length += n;
            }
            return inflater.inflate(new byte[1]) == 0 && inflater.finished() ? raw : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }
}
