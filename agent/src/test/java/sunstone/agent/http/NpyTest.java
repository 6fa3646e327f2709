package sunstone.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NpyTest {
    /**
     * Byte for byte what {@code numpy.save} writes for a float32 array of shape (1, 2), but for the comma in the shape.
     */
    @Test
    void of_floats_hasTheHeaderOfVersion1AndLittleEndianData() {
        byte[] npy = Npy.of(new float[] {1.5f, -2f}, 1, 2);

        assertThat(npy).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        int length = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        assertThat((10 + length) % 64).isZero();
        String head = new String(npy, 10, length, StandardCharsets.US_ASCII);
        assertThat(head)
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, ), }")
                .endsWith("\n");
        ByteBuffer data = ByteBuffer.wrap(npy, 10 + length, 8).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(data.getFloat()).isEqualTo(1.5f);
        assertThat(data.getFloat()).isEqualTo(-2f);
        assertThat(data.remaining()).isZero();
    }
}
