package sunstone.agent.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A small sound TIFF of two pages of 16 bits, for damage. */
final class GoodTiff {
    private static final int ROWS = 4;
    private static final int COLS = 5;

    private GoodTiff() {}

    /** Deflate with differences, or BigTIFF without compression. */
    static byte[] bytes(boolean predictor) {
        ByteBuffer pixels = ByteBuffer.allocate(2 * ROWS * COLS).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS * COLS; i++) {
            pixels.putShort((short) (100 * i));
        }
        byte[] strip = pixels.array();
        if (predictor) {
            Deflater deflater = new Deflater();
            deflater.setInput(strip);
            deflater.finish();
            byte[] out = new byte[500];
            strip = Arrays.copyOf(out, deflater.deflate(out));
            System.arraycopy(out, 0, strip, 0, strip.length);
            deflater.end();
        }
        int begin = predictor ? 8 : 16;
        int[][] tags = {
            {256, COLS},
            {257, ROWS},
            {258, 16},
            {259, predictor ? 8 : 1},
            {262, 1},
            {273, begin},
            {277, 1},
            {278, ROWS},
            {279, strip.length},
            {317, predictor ? 2 : 1},
            {339, 1}
        };
        int size = predictor ? 2 + 12 * tags.length + 4 : 8 + 20 * tags.length + 8;
        ByteBuffer b = ByteBuffer.allocate(begin + strip.length + 2 * size).order(ByteOrder.LITTLE_ENDIAN);
        b.put((byte) 'I').put((byte) 'I');
        int first = begin + strip.length;
        if (predictor) {
            b.putShort((short) 42).putInt(first);
        } else {
            b.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(first);
        }
        b.put(strip);
        for (int page = 0; page < 2; page++) {
            int next = page == 0 ? first + size : 0;
            if (predictor) {
                b.putShort((short) tags.length);
                for (int[] t : tags) {
                    b.putShort((short) t[0]).putShort((short) 4).putInt(1).putInt(t[1]);
                }
                b.putInt(next);
            } else {
                b.putLong(tags.length);
                for (int[] t : tags) {
                    b.putShort((short) t[0]).putShort((short) 4).putLong(1).putLong(t[1]);
                }
                b.putLong(next);
            }
        }
        return b.array();
    }
}
