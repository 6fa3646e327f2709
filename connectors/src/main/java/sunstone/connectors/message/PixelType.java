package sunstone.connectors.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** Storage of a pixel of a polarized-light frame; header {@code dtype}. */
public enum PixelType {
    /** One byte; 255 is 1. */
    U8(1),
    /** Two bytes, little endian, unsigned; 65535 is 1. */
    U16LE(2),
    /** Four bytes, IEEE 754, little endian; as it is. */
    F32LE(4);

    private final int bytes;

    PixelType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one pixel. */
    public int bytes() {
        return bytes;
    }

    /** As it stands in the header. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a header's value. */
    public static Optional<PixelType> of(String word) {
        for (PixelType t : values()) {
            if (t.word().equals(word)) {
                return Optional.of(t);
            }
        }
        return Optional.empty();
    }

    /** Pixels from bytes; an incomplete pixel at the end is left out. */
    public float[] decode(byte[] raw) {
        ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        float[] out = new float[raw.length / bytes];
        switch (this) {
            case U8 -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = (raw[i] & 0xff) / 255f;
                }
            }
            case U16LE -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = (in.getShort(2 * i) & 0xffff) / 65535f;
                }
            }
            case F32LE -> in.asFloatBuffer().get(out);
        }
        return out;
    }

    /**
     * Bytes from pixels. The integer types clip to 0 ... 1 and round to the nearest; not-a-number becomes 0.
     *
     * @param from first pixel
     * @param count number of pixels
     */
    public byte[] encode(float[] pixels, int from, int count) {
        ByteBuffer out = ByteBuffer.allocate(count * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < from + count; i++) {
            switch (this) {
                case U8 -> out.put((byte) level(pixels[i], 255));
                case U16LE -> out.putShort((short) level(pixels[i], 65535));
                case F32LE -> out.putFloat(pixels[i]);
            }
        }
        return out.array();
    }

    private static int level(float pixel, int full) {
        return Math.round(Math.min(1f, Math.max(0f, pixel)) * full);
    }
}
