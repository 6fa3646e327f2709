package sunstone.agent.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Arrays as NumPy reads them: format 1.0, C order, little endian.
 *
 * <p>Source: NumPy Enhancement Proposal 1.
 */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private Npy() {}

    /** Single precision. */
    static byte[] of(float[] values, int... shape) {
        ByteBuffer b = begin("<f4", values.length * 4, shape);
        b.asFloatBuffer().put(values);
        return b.array();
    }

    /** Bytes without sign. */
    static byte[] of(byte[] values, int... shape) {
        return begin("|u1", values.length, shape).put(values).array();
    }

    private static ByteBuffer begin(String type, int bytes, int... shape) {
        StringBuilder dims = new StringBuilder();
        for (int n : shape) {
            dims.append(n).append(", ");
        }
        String head = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + dims + "), }";
        int length = (MAGIC.length + 2 + head.length() + 1 + 63) / 64 * 64; // data begin on a multiple of 64
        ByteBuffer b = ByteBuffer.allocate(length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        b.put(MAGIC).putShort((short) (length - MAGIC.length - 2));
        b.put(head.getBytes(StandardCharsets.US_ASCII));
        while (b.position() < length - 1) {
            b.put((byte) ' ');
        }
        return b.put((byte) '\n');
    }
}
