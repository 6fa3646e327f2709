package sunstone.connectors.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.connectors.message.codec.Decoded;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

class MapPackingTest {
    @Test
    void pack_randomOrientations_comeBackWithinAHundredthOfADegree() {
        OrientationMap map = random(100, 90, 1);
        MapPacking.Unpacked back = unpack(MapPacking.pack(map, new float[9000], CrystalAxes.X_PARALLEL_A), 0.5);

        assertThat(back.map().grid()).isEqualTo(map.grid());
        assertThat(largestErrorDeg(map, back.map())).isLessThan(0.007);
    }

    @Test
    void pack_anglesAtTheirLimits_comeBackWithinAHundredthOfADegree() {
        double[] limits = {0, 1e-9, 1e-3, 90, 179.9999, 180, 180.0001, 359.99999, 360};
        double[] q = new double[4 * 729];
        for (int i = 0; i < 729; i++) {
            EulerAngles.toQuaternionDeg(limits[i % 9], Math.min(180, limits[i / 9 % 9]), limits[i / 81], q, 4 * i);
        }
        OrientationMap map = OrientationMap.full(new ScanGrid(27, 27, 1), LaueGroup.CUBIC, q);

        MapPacking.Unpacked back = unpack(MapPacking.pack(map, new float[729], CrystalAxes.X_PARALLEL_A), 1);

        assertThat(largestErrorDeg(map, back.map())).isLessThan(0.007);
        assertThat(back.map().laue()).isEqualTo(LaueGroup.CUBIC);
    }

    @Test
    void pack_framesWithXAlongAStar_areThirtyDegreesOfPhi2AwayAndComeBackTheSame() {
        OrientationMap map = random(20, 30, 5);

        EncodedMap star = MapPacking.pack(map, new float[600], CrystalAxes.X_PARALLEL_A_STAR);

        assertThat(star.crystalAxes()).isEqualTo("X||a*");
        assertThat(largestErrorDeg(map, unpack(star, 0.5).map())).isLessThan(0.007);
        EncodedMap taken = new EncodedMap(
                star.encoding(), star.rows(), star.cols(), star.stride(), star.laue(), "X||a", star.data());
        double[] wrong = unpack(taken, 0.5).map().quaternions();
        for (int i = 0; i < 600; i++) {
            assertThat(Math.toDegrees(map.laue().disorientation(map.quaternions(), 4 * i, wrong, 4 * i)))
                    .isBetween(29.99, 30.01);
        }
    }

    @Test
    void unpack_frameThatNobodyKnows_isRefusedByName() {
        EncodedMap good = packed(3, 3);
        EncodedMap odd = new EncodedMap(good.encoding(), 3, 3, 1, good.laue(), "X||b", good.data());

        assertThat(MapPacking.unpack(odd, 1)).isInstanceOfSatisfying(Decoded.Rejected.class, r -> assertThat(r.detail())
                .contains("X||a or X||a*", "X||b"));
    }

    @Test
    void pack_invalidPixelsAndOddUncertainty_comeBack() {
        OrientationMap all = random(2, 3, 4);
        boolean[] valid = {true, false, true, false, true, true};
        OrientationMap map = new OrientationMap(all.grid(), all.laue(), all.quaternions(), valid);
        float[] uncertainty = {0, 0.04f, 93.84f, Float.NaN, 1e9f, -1};

        MapPacking.Unpacked back = unpack(MapPacking.pack(map, uncertainty, CrystalAxes.X_PARALLEL_A), 0.5);

        assertThat(back.map().valid()).isEqualTo(valid);
        assertThat(back.uncertaintyDeg()).containsExactly(0, 0, 93.8f, Float.NaN, 6553.4f, Float.NaN);
    }

    @Test
    void pack_sameMap_givesTheSameText() {
        assertThat(packed(30, 20)).isEqualTo(packed(30, 20));
    }

    @Test
    void pack_noise_wouldFitOneRecordWithAMillionPixels() {
        EncodedMap packed = MapPacking.pack(random(200, 250, 9), noise(50_000), CrystalAxes.X_PARALLEL_A);

        assertThat(packed.data().length() * 20).isLessThan(MapPacking.LARGEST_DATA);
    }

    @Test
    void pack_tooLargeForARecord_keepsEverySecondPixel() {
        OrientationMap map = random(61, 40, 3);
        int whole = MapPacking.pack(map, noise(2440), CrystalAxes.X_PARALLEL_A)
                .data()
                .length();

        EncodedMap packed = MapPacking.pack(map, noise(2440), CrystalAxes.X_PARALLEL_A, whole / 2);
        MapPacking.Unpacked back = unpack(packed, 0.5);

        assertThat(packed.data().length()).isLessThanOrEqualTo(whole / 2);
        assertThat(back.stride()).isEqualTo(2);
        assertThat(back.map().grid()).isEqualTo(new ScanGrid(31, 20, 1.0));
        double error = map.laue()
                .disorientation(
                        map.quaternions(),
                        4 * map.grid().index(60, 38),
                        back.map().quaternions(),
                        4 * (30 * 20 + 19));
        assertThat(Math.toDegrees(error)).isLessThan(0.007);
    }

    @Test
    void unpack_claimsMorePixelsThanItsTextCanHold_isRejected() {
        EncodedMap good = packed(8, 8);
        EncodedMap bad = new EncodedMap(good.encoding(), 4096, 4096, 1, good.laue(), good.crystalAxes(), good.data());

        assertThat(MapPacking.unpack(bad, 1)).isInstanceOfSatisfying(Decoded.Rejected.class, r -> assertThat(r.detail())
                .isEqualTo("map.data must inflate to 8 bytes for each of 16777216 pixels"));
    }

    static EncodedMap packed(int rows, int cols) {
        return MapPacking.pack(random(rows, cols, 7), noise(rows * cols), CrystalAxes.X_PARALLEL_A);
    }

    private static MapPacking.Unpacked unpack(EncodedMap packed, double stepUm) {
        return MapPacking.unpack(packed, stepUm).value().orElseThrow();
    }

    private static OrientationMap random(int rows, int cols, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ScanGrid grid = new ScanGrid(rows, cols, 0.5);
        double[] q = new double[4 * grid.size()];
        for (int i = 0; i < grid.size(); i++) {
            EulerAngles.toQuaternion(
                    random.nextDouble(2 * Math.PI),
                    Math.acos(random.nextDouble(-1, 1)),
                    random.nextDouble(2 * Math.PI),
                    q,
                    4 * i);
        }
        return OrientationMap.full(grid, LaueGroup.HEXAGONAL, q);
    }

    private static float[] noise(int n) {
        SplittableRandom random = new SplittableRandom(11);
        float[] u = new float[n];
        for (int i = 0; i < n; i++) {
            u[i] = (float) random.nextDouble(90);
        }
        return u;
    }

    private static double largestErrorDeg(OrientationMap a, OrientationMap b) {
        double worst = 0;
        for (int i = 0; i < a.grid().size(); i++) {
            worst = Math.max(worst, a.laue().disorientation(a.quaternions(), 4 * i, b.quaternions(), 4 * i));
        }
        return Math.toDegrees(worst);
    }
}
