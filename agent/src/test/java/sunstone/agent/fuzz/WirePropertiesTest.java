package sunstone.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.EncodedMap;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.RegionRuns;
import sunstone.connectors.message.codec.Decoded;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/** What holds for every message, and not for a sample only; jqwik shrinks what does not. */
class WirePropertiesTest {
    @Property(tries = 500)
    void points_writtenAndRead_areTheSame(@ForAll("batches") EbsdPoints batch) {
        assertThat(Codecs.EBSD_POINTS.decode(Codecs.EBSD_POINTS.encode(batch))).isEqualTo(Decoded.ok(batch));
    }

    @Provide
    Arbitrary<EbsdPoints> batches() {
        Arbitrary<Double> angles = Arbitraries.doubles().between(-1e6, 1e6);
        Arbitrary<EbsdPoints.Point> point = Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.integers(),
                        Arbitraries.integers(),
                        angles,
                        angles,
                        angles,
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.longs().between(0, 4_102_444_800_000L))
                .as((row, col, phase, a, b, c, confidence, at) ->
                        new EbsdPoints.Point(row, col, phase, a, b, c, confidence, null, Instant.ofEpochMilli(at)));
        return Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(50).filter(s -> !s.isBlank() && encodable(s)),
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        point.list().ofMaxSize(5))
                .as(EbsdPoints::new);
    }

    /** UTF-8 has no lone surrogates. */
    private static boolean encodable(String s) {
        return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(s);
    }

    @Property(tries = 500)
    void region_asRunsAndBack_isTheSame(@ForAll @Size(max = 300) boolean[] wanted) {
        assertThat(RegionRuns.of(wanted).wanted()).isEqualTo(wanted);
    }

    @Property(tries = 300)
    void frame_headersAndPixels_comeBack(
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 9) int cols,
            @ForAll PixelType dtype,
            @ForAll @IntRange(max = 3599) int number) {
        byte[] pixels = new byte[rows * cols * dtype.bytes()];
        PlFrame frame = new PlFrame("s", number, 0.1 * number, rows, cols, 0, rows, dtype, pixels);

        PlFrame back = PlFrame.decode(frame.headers(), pixels).value().orElseThrow();

        assertThat(back.headers()).isEqualTo(frame.headers());
        assertThat(back.intensities()).hasSize(rows * cols);
    }

    @Property(tries = 300)
    void map_packedAndUnpacked_isWithinTheStatedRounding(
            @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 12) int cols,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ScanGrid grid = new ScanGrid(rows, cols, 1);
        double[] q = new double[4 * grid.size()];
        float[] uncertainty = new float[grid.size()];
        for (int i = 0; i < grid.size(); i++) {
            double norm = 0;
            for (int c = 0; c < 4; c++) {
                q[4 * i + c] = random.nextGaussian();
                norm += q[4 * i + c] * q[4 * i + c];
            }
            for (int c = 0; c < 4; c++) {
                q[4 * i + c] /= Math.sqrt(norm);
            }
            uncertainty[i] = (float) (90 * random.nextDouble());
        }

        EncodedMap packed =
                MapPacking.pack(OrientationMap.full(grid, LaueGroup.CUBIC, q), uncertainty, CrystalAxes.X_PARALLEL_A);
        MapPacking.Unpacked back = MapPacking.unpack(packed, 1).value().orElseThrow();

        for (int i = 0; i < grid.size(); i++) {
            double deg = Math.toDegrees(
                    LaueGroup.CUBIC.disorientation(q, 4 * i, back.map().quaternions(), 4 * i));
            assertThat(deg).isLessThan(0.007);
            assertThat(Math.abs(back.uncertaintyDeg()[i] - uncertainty[i])).isLessThanOrEqualTo(0.0501f);
        }
    }

    @Property(tries = 2000)
    void decode_anyBytes_givesAValueOrARejection(@ForAll @Size(max = 200) byte[] bytes) {
        List.of(Codecs.SCAN, Codecs.EBSD_POINTS, Codecs.DECISION, Codecs.CONTROL, Codecs.RECEIPT, Codecs.MAP)
                .forEach(codec -> assertThat(codec.decode(Arrays.copyOf(bytes, bytes.length)))
                        .isInstanceOf(Decoded.Rejected.class));
    }
}
