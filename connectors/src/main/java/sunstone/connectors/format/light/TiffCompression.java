package sunstone.connectors.format.light;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import sunstone.connectors.format.map.MalformedFile;

/** Compressions and predictors of TIFF (specification 6.0, and Adobe's notes 1 and 3). */
final class TiffCompression {
    private static final Map<Long, String> OTHERS = Map.of(
            6L,
            "JPEG",
            7L,
            "JPEG",
            34712L,
            "JPEG 2000",
            34887L,
            "LERC",
            34925L,
            "LZMA",
            50000L,
            "zstd",
            50001L,
            "WebP",
            34892L,
            "lossy JPEG",
            2L,
            "CCITT",
            4L,
            "CCITT");

    private TiffCompression() {}

    /** The bytes of a strip. */
    static byte[] unpack(byte[] packed, int size, long compression) throws MalformedFile {
        byte[] out = new byte[size];
        int filled =
                switch ((int) compression) {
                    case 1 -> {
                        System.arraycopy(packed, 0, out, 0, Math.min(size, packed.length));
                        yield packed.length;
                    }
                    case 5 -> lzw(packed, out);
                    case 8, 32946 -> inflate(packed, out);
                    case 32773 -> packBits(packed, out);
                    default ->
                        throw new MalformedFile("is compressed with "
                                + OTHERS.getOrDefault(compression, "method " + compression)
                                + ", known are none, LZW, Deflate and PackBits: save it with one of those");
                };
        if (filled < size) {
            throw new MalformedFile("has a strip of " + filled + " bytes, needed are " + size);
        }
        return out;
    }

    private static int inflate(byte[] packed, byte[] out) throws MalformedFile {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int filled = 0;
            while (filled < out.length) {
                int n = inflater.inflate(out, filled, out.length - filled);
                if (n == 0) {
                    break;
                }
                filled += n;
            }
            return filled;
        } catch (DataFormatException e) {
            throw new MalformedFile("has a strip that is no Deflate: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static int packBits(byte[] packed, byte[] out) {
        int o = 0;
        for (int i = 0; i < packed.length && o < out.length; ) {
            int n = packed[i++];
            if (n >= 0) {
                for (int k = 0; k <= n && i < packed.length && o < out.length; k++) {
                    out[o++] = packed[i++];
                }
            } else if (n != -128 && i < packed.length) {
                for (int k = 0; k <= -n && o < out.length; k++) {
                    out[o++] = packed[i];
                }
                i++;
            }
        }
        return o;
    }

    /** Codes of 9 to 12 bits, the highest bit first; an entry is its last byte behind an earlier entry. */
    private static int lzw(byte[] packed, byte[] out) throws MalformedFile {
        int[] before = new int[4097];
        byte[] last = new byte[4097];
        int[] length = new int[4097];
        for (int i = 0; i < 256; i++) {
            last[i] = (byte) i;
            length[i] = 1;
        }
        int next = 258, bits = 9, o = 0, old = -1;
        for (long at = 0; at + bits <= 8L * packed.length; ) {
            int code = 0;
            for (int k = 0; k < bits; k++, at++) {
                code = code << 1 | packed[(int) (at >> 3)] >> (7 - (at & 7)) & 1;
            }
            if (code == 257 || o == out.length) {
                break;
            }
            if (code == 256) {
                next = 258;
                bits = 9;
                old = -1;
                continue;
            }
            if (code > next || code == next && old < 0 || old < 0 && code > 255 || next > 4096) {
                throw new MalformedFile("has a strip that is no LZW: code " + code);
            }
            if (old >= 0 && next < 4096) {
                int first = code == next ? old : code;
                while (length[first] > 1) {
                    first = before[first];
                }
                before[next] = old;
                last[next] = last[first];
                length[next] = length[old] + 1;
                next++;
            }
            int end = o + length[code];
            for (int c = code, p = end - 1; p >= o; c = before[c], p--) {
                if (p < out.length) {
                    out[p] = last[c];
                }
            }
            o = Math.min(end, out.length);
            old = code;
            bits = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }
        return o;
    }

    /** Undoes a predictor in one line. */
    static void undo(int predictor, byte[] b, int at, int cols, int bytes, ByteOrder order) {
        if (predictor == 2 && bytes == 1) {
            for (int i = 1; i < cols; i++) {
                b[at + i] += b[at + i - 1];
            }
        } else if (predictor == 2) {
            ByteBuffer line = ByteBuffer.wrap(b, at, 2 * cols).slice().order(order);
            for (int i = 1; i < cols; i++) {
                line.putShort(2 * i, (short) (line.getShort(2 * i) + line.getShort(2 * i - 2)));
            }
        } else if (predictor == 3) { // planes of bytes, the highest first, as differences
            for (int i = 1; i < cols * bytes; i++) {
                b[at + i] += b[at + i - 1];
            }
            byte[] planes = java.util.Arrays.copyOfRange(b, at, at + cols * bytes);
            for (int i = 0; i < cols; i++) {
                for (int k = 0; k < bytes; k++) {
                    b[at + bytes * i + k] = planes[k * cols + i];
                }
            }
        }
    }
}
