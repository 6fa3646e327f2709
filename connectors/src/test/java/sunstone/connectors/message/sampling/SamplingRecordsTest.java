package sunstone.connectors.message.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.ensemble.EnsembleDrawing;

/** What agents and workers write to each other. */
class SamplingRecordsTest {
    private final ScanGrid grid = new ScanGrid(4, 5, 0.25);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void request_whatWasEncoded_isTheSameBitForBit(boolean lit) {
        SamplingRequest r = request(lit);

        SamplingRequest back =
                SamplingRequest.decode(r.headers(), r.value()).value().orElseThrow();

        assertThat(back)
                .usingRecursiveComparison() // arrays by their content
                .isEqualTo(r);
        assertThat(back.points()).isEqualTo(r.points());
    }

    @ParameterizedTest(name = "{0} = {1} -> {2}")
    @CsvSource({
        "schema,sunstone/9,UNKNOWN_SCHEMA,header schema must be sunstone/1",
        "asker,,MISSING_FIELD,header asker is missing",
        "round,-1,OUT_OF_RANGE,header round must be at least 0: -1",
        "seed,1e3,WRONG_TYPE,'header seed must be a whole number: \"1e3\"'",
        "from,2,OUT_OF_RANGE,'from, to must begin at a multiple of 4 and end at 1024 at most: 2, 6'",
        "to,9,OUT_OF_RANGE,'to must be 1 to 4 above from: 4, 9'",
        "to,4,OUT_OF_RANGE,'to must be 1 to 4 above from: 4, 4'",
        "rows,0,OUT_OF_RANGE,'rows, cols must be at least 1: 0, 5'",
        "rows,5000,OUT_OF_RANGE,'rows, cols must be at most 4096, 1000000 pixels together: 5000, 5'",
        "lightRows,5,WRONG_FRAME_SIZE,'5 x 5 pixels of light, 2 points and what is carried need'",
        "points,2147483647,WRONG_FRAME_SIZE,2147483647 points and what is carried need",
        "points,-1,OUT_OF_RANGE,header points must be at least 0: -1",
        "lightRows,0,WRONG_FRAME_SIZE,'0 x 5 pixels of light, 2 points and what is carried need'",
        "laue,5/m,OUT_OF_RANGE,Laue group must be one of",
        "stepUm,NaN,NOT_FINITE,header stepUm must be finite: NaN",
    })
    void request_oneFault_isRejectedNamingIt(String header, @Nullable String value, Reason reason, String detail) {
        SamplingRequest r = request(true);
        assertRejected(SamplingRequest.decode(with(r.headers(), header, value), r.value()), reason, detail);
    }

    /** The sampler is not the wire's business; what it draws together is. */
    @Test
    void request_together_isWhatTheSamplerDrawsTogether() {
        assertThat(SamplingRequest.TOGETHER).isEqualTo(EnsembleDrawing.TOGETHER);
    }

    @Test
    void request_pointOffTheGridOrNoRotation_isRejected() {
        SamplingRequest r = request(false);
        byte[] value = r.value();
        value[0] = 4; // row of the first point, little-endian
        assertRejected(
                SamplingRequest.decode(r.headers(), value),
                Reason.OUTSIDE_GRID,
                "points[0] must lie on the grid of 4 x 5: row 4, col 2");

        byte[] twisted = r.value();
        Arrays.fill(twisted, 12, 44, (byte) 0);
        assertRejected(
                SamplingRequest.decode(r.headers(), twisted), Reason.OUT_OF_RANGE, "points[0]: quaternion must have");
    }

    @Test
    void request_lightThatIsNoNumber_isRejected() {
        SamplingRequest r = request(true);
        byte[] value = r.value();
        Arrays.fill(value, 0, 4, (byte) 0xFF);
        assertRejected(SamplingRequest.decode(r.headers(), value), Reason.NOT_FINITE, "light must be finite: NaN");
    }

    @Test
    void fits_mapsUpToTheLimitOfARecord() {
        assertThat(SamplingRequest.fits(new ScanGrid(880, 900, 1), dark(880, 900), 1000, null))
                .isTrue();
        assertThat(SamplingRequest.fits(new ScanGrid(900, 900, 1), dark(900, 900), 1000, null))
                .isFalse();
        assertThat(SamplingRequest.fits(new ScanGrid(1000, 1000, 1), null, 1000, null))
                .isTrue();
        assertThat(SamplingRequest.fits(new ScanGrid(1001, 1000, 1), null, 0, null))
                .isFalse();
        assertThat(SamplingRequest.fits(new ScanGrid(1, 5000, 1), null, 0, null))
                .isFalse();
        double[] draws = new double[4 * 1024];
        CarriedPart large =
                new CarriedPart(List.of(), Collections.nCopies(500, new CarriedPart.Source(0, 0, 1, draws)));
        assertThat(SamplingRequest.fits(new ScanGrid(9, 9, 1), null, 0, large)).isFalse();
    }

    private static PlImage dark(int rows, int cols) {
        ScanGrid raster = new ScanGrid(rows, cols, 1);
        return new PlImage(raster, new float[PlImage.CHANNELS * raster.size()], new float[PlImage.CHANNELS]);
    }

    @Test
    void request_carriedPartThatIsCutOffOrNoRotation_isRejected() {
        SamplingRequest r = request(true);
        byte[] value = r.value();
        int begin = value.length - (8 + 44 + 2 * 16 + 3 * 32);
        value[begin] = 9; // places, little-endian
        assertRejected(
                SamplingRequest.decode(r.headers(), value),
                Reason.WRONG_FRAME_SIZE,
                "what is carried over does not end");
        byte[] outside = r.value();
        outside[begin + 8] = 20; // pixel of the first place
        assertRejected(SamplingRequest.decode(r.headers(), outside), Reason.OUT_OF_RANGE, "places[0]");
        byte[] twisted = r.value();
        Arrays.fill(twisted, value.length - 16, value.length, (byte) 1);
        assertRejected(SamplingRequest.decode(r.headers(), twisted), Reason.OUT_OF_RANGE, "sources[1]");
    }

    @Test
    void answer_whatWasEncoded_isTheSameBitForBit() {
        SamplingAnswer member = new SamplingAnswer("agent-1f", 3, 7, "w", null, rotations(20));
        SamplingAnswer refusal = new SamplingAnswer("agent-1f", 3, 4, "w", "another model", new float[0]);

        assertThat(SamplingAnswer.decode(member.headers(), member.value()).value())
                .get()
                .usingRecursiveComparison()
                .isEqualTo(member);
        assertThat(SamplingAnswer.decode(refusal.headers(), refusal.value()).value())
                .get()
                .usingRecursiveComparison()
                .isEqualTo(refusal);
    }

    @Test
    void answer_halfAPixelOrNoRotation_isRejected() {
        SamplingAnswer member = new SamplingAnswer("agent-1f", 3, 7, "w", null, rotations(20));
        byte[] value = member.value();
        assertRejected(
                SamplingAnswer.decode(member.headers(), Arrays.copyOf(value, 312)),
                Reason.WRONG_FRAME_SIZE,
                "16 bytes a pixel");
        assertRejected(SamplingAnswer.decode(member.headers(), null), Reason.WRONG_FRAME_SIZE, "0 bytes");
        Arrays.fill(value, 16, 32, (byte) 0xFF);
        assertRejected(
                SamplingAnswer.decode(member.headers(), value),
                Reason.NOT_FINITE,
                "the quaternion of pixel 1 has squared norm NaN");
    }

    private static void assertRejected(Decoded<?> decoded, Reason reason, String detail) {
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Rejected.class, r -> {
            assertThat(r.reason()).isEqualTo(reason);
            assertThat(r.detail()).contains(detail);
        });
    }

    private static Map<String, String> with(Map<String, String> headers, String name, @Nullable String value) {
        Map<String, String> changed = new HashMap<>(headers);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    private static CarriedPart carried() {
        return new CarriedPart(
                List.of(new CarriedPart.Place(7, 2, 0.75f, 0, 0.6, 0, 0.8)),
                List.of(
                        new CarriedPart.Source(8, 2, 0.5f, new double[] {1, 0, 0, 0, 0, 1, 0, 0}),
                        new CarriedPart.Source(9, 4, 1, new double[] {0, 0, 1, 0})));
    }

    private SamplingRequest request(boolean lit) {
        SplittableRandom random = new SplittableRandom(1);
        float[] light = new float[PlImage.CHANNELS * grid.size()];
        for (int i = 0; i < light.length; i++) {
            light[i] = (float) random.nextDouble(-1, 1);
        }
        boolean[] covered = new boolean[grid.size()];
        Arrays.fill(covered, 3, 18, true);
        return new SamplingRequest(
                "agent-1f",
                3,
                "9f".repeat(32),
                "0a1b2c3d",
                -42,
                4,
                6,
                grid,
                LaueGroup.HEXAGONAL,
                lit ? new PlImage(grid, light, new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f}, covered) : null,
                lit,
                List.of(
                        new EbsdPoint(1, 2, 1, 0.6, 0.8, 0, 0, 0.9),
                        new EbsdPoint(3, 4, 2, Math.cos(1), 0, Math.sin(1), 0, 1)),
                lit ? carried() : null);
    }

    private static float[] rotations(int pixels) {
        float[] q = new float[4 * pixels];
        for (int i = 0; i < pixels; i++) {
            q[4 * i] = (float) Math.cos(i);
            q[4 * i + 2] = (float) Math.sin(i);
        }
        return q;
    }
}
