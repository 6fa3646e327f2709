package sunstone.connectors.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;

class PlFrameTest {
    @Test
    void decode_whatWasEncoded_isTheSame() {
        PlFrame f = Samples.band();

        assertThat(f.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "schema", "sunstone/1",
                        "scanId", "scan-1",
                        "frame", "3",
                        "stageDeg", "30.0",
                        "rows", "4",
                        "cols", "5",
                        "rowOffset", "1",
                        "rowCount", "2",
                        "dtype", "u16le"));
        assertThat(PlFrame.decode(f.headers(), f.pixels())).isEqualTo(Decoded.ok(f));
    }

    @ParameterizedTest(name = "{0} = {1} -> {2}")
    @CsvSource({
        "schema,,MISSING_FIELD,header schema is missing",
        "schema,sunstone/9,UNKNOWN_SCHEMA,header schema must be sunstone/1",
        "scanId,,MISSING_FIELD,header scanId is missing",
        "frame,-1,OUT_OF_RANGE,header frame must be at least 0: -1",
        "frame,1.5,WRONG_TYPE,header frame must be an integer",
        "stageDeg,NaN,NOT_FINITE,header stageDeg must be finite: NaN",
        "stageDeg,ten,WRONG_TYPE,header stageDeg must be a number",
        "rows,0,OUT_OF_RANGE,header rows must be at least 1: 0",
        "cols,2147483647,WRONG_FRAME_SIZE,2 rows of 2147483647 pixels u16le need 8589934588 bytes: 20",
        "cols,99999999999,WRONG_TYPE,header cols must be an integer",
        "rowOffset,3,OUT_OF_RANGE,header rowOffset + rowCount must be at most the 4 rows of the frame: 3 + 2",
        "rowCount,2147483647,OUT_OF_RANGE,header rowOffset + rowCount must be at most",
        "dtype,f64,UNKNOWN_WORD,'header dtype must be one of u8, u16le, f32le: \"f64\"'",
        "dtype,u8,WRONG_FRAME_SIZE,2 rows of 5 pixels u8 need 10 bytes: 20",
    })
    void decode_oneFault_isRejectedNamingIt(String header, @Nullable String value, Reason reason, String detail) {
        Map<String, String> headers = new HashMap<>(Samples.band().headers());
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, value);
        }

        assertThat(PlFrame.decode(headers, new byte[20])).isInstanceOfSatisfying(Decoded.Rejected.class, r -> {
            assertThat(r.reason()).isEqualTo(reason);
            assertThat(r.detail()).contains(detail);
        });
    }

    @Test
    void decode_noValue_isRejected() {
        assertThat(PlFrame.decode(Samples.band().headers(), null)).isInstanceOf(Decoded.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource
    void encode_pixels_comeBackWithinHalfALevel(PixelType type) {
        float[] pixels = {9, 0, 1, 0.5f, 0.25f, 0.123f, 9};
        double half =
                switch (type) {
                    case U8 -> 0.5 / 255;
                    case U16LE -> 0.5 / 65535;
                    case F32LE -> 0;
                };

        float[] back = type.decode(type.encode(pixels, 1, 5));

        assertThat(back).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat((double) back[i]).isBetween(pixels[i + 1] - half - 1e-7, pixels[i + 1] + half + 1e-7);
        }
    }

    @Test
    void encode_beyondFullScale_isClippedForIntegers() {
        float[] odd = {-1, 2, Float.NaN};

        assertThat(PixelType.U8.decode(PixelType.U8.encode(odd, 0, 3))).containsExactly(0, 1, 0);
        assertThat(PixelType.U16LE.decode(PixelType.U16LE.encode(odd, 0, 3))).containsExactly(0, 1, 0);
        assertThat(PixelType.F32LE.decode(PixelType.F32LE.encode(odd, 0, 3))).containsExactly(odd);
    }

    @Test
    void bandRows_largeFrame_staysBelowTheLimitOfARecord() {
        assertThat(PlFrame.bandRows(1000, PixelType.U16LE)).isEqualTo(450);
        assertThat(PlFrame.bandRows(64, PixelType.U8)).isGreaterThan(64);
        assertThat(PlFrame.bandRows(10_000_000, PixelType.F32LE)).isEqualTo(1);
    }

    @Test
    void constructor_bandOutsideTheFrame_throws() {
        assertThatThrownBy(() -> new PlFrame("s", 0, 0, 4, 5, 4, 1, PixelType.U8, new byte[5]))
                .hasMessageContaining("rowOffset + rowCount must be at most the 4 rows of the frame: 4 + 1");
    }
}
