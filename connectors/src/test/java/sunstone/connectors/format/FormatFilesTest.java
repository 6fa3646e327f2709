package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;

/** The parser inputs of the shared folder. */
class FormatFilesTest {
    private static EbsdMap read(String name) {
        return SharedFiles.read(SharedFiles.reference("formats/" + name));
    }

    /** Counts and angles as Python's split reads them, crystals of .ctf turned by 30 degrees to X parallel to a; the HDF5 files stand in Hdf5ReaderTest, read with h5py. */
    @ParameterizedTest
    @CsvSource({
        "ebsdlib_Test_US_1.ctf, 40, 5, 0.5, 6/mmm, 190, 100, 112.72 56.517 -21.5684",
        "ebsdlib_Test_European_1.ctf, 40, 5, 0.5, 6/mmm, 190, 100, 112.72 56.517 -21.5684",
        "ebsdlib_HexHeader.ang, 40, 4, 0.25, m-3m, 0, 0, ",
        "ebsdlib_Test_1.ang, 40, 4, 0.25, m-3m, 0, 0, ",
        "mtex_astar_ACOM.ang, 15, 15, 2.0, m-3m, 219, 224, 185.9821 140.4320 236.0013",
        "mtex_fe_S01.ANG, 35, 40, 0.4, m-3m, 1400, 0, 264.8102 28.4502 77.8111"
    })
    void read_file_hasItsGridPhaseNumberOfPointsAndAngles(
            String name, int cols, int rows, double step, String laue, int points, int pixel, @Nullable String bunge) {
        EbsdMap map = read(name);
        assertThat(map.grid().cols()).isEqualTo(cols);
        assertThat(map.grid().rows()).isEqualTo(rows);
        assertThat(map.grid().stepUm()).isEqualTo(step);
        assertThat(map.phases())
                .singleElement()
                .satisfies(p -> assertThat(p.laue().symbol()).isEqualTo(laue));
        assertThat(map.count(1)).isEqualTo(points);
        if (bunge != null) {
            double[] q = new double[4];
            String[] a = bunge.split(" ", -1);
            EulerAngles.toQuaternionDeg(
                    Double.parseDouble(a[0]), Double.parseDouble(a[1]), Double.parseDouble(a[2]), q, 0);
            assertThat(Math.toDegrees(LaueGroup.CUBIC.disorientation(map.quaternions(), 4 * pixel, q, 0)))
                    .isLessThan(1e-4);
        }
    }

    @Test
    void ctf_decimalPointsAndCommas_areTheSameMap() {
        EbsdMap us = read("ebsdlib_Test_US_1.ctf"), european = read("ebsdlib_Test_European_1.ctf");
        assertThat(us.grid()).isEqualTo(european.grid());
        assertThat(us.grid().cols()).isEqualTo(40);
        assertThat(us.grid().rows()).isEqualTo(5);
        assertThat(us.phases()).containsExactly(new Phase(1, "Zirc-alloy4", LaueGroup.HEXAGONAL));
        assertThat(us.phase()).isEqualTo(european.phase());
        assertThat(us.quaternions()).isEqualTo(european.quaternions());
        // the first point is Phase=0, Error=3; the fifth Phase=1, Error=3
        assertThat(us.phase()[0]).isZero();
        assertThat(us.phase()[4]).isEqualTo((byte) 1);
        // X parallel to a: phi2 differs from the file's by 30 degrees
        double[] q = new double[4];
        EulerAngles.toQuaternionDeg(103.85, 40.207, 29.394 + 30, q, 0);
        assertThat(LaueGroup.HEXAGONAL.disorientation(us.quaternions(), 4, q, 0))
                .isLessThan(1e-12);
        EulerAngles.toQuaternionDeg(103.85, 40.207, 29.394, q, 0);
        assertThat(Math.toDegrees(LaueGroup.HEXAGONAL.disorientation(us.quaternions(), 4, q, 0)))
                .isCloseTo(30, within(1e-9));
        assertThat(us.quality()[1]).isEqualTo(98 / 255f);
    }

    @Test
    void ang_allPointsNotIndexed_isAMapOfPhaseZero() {
        EbsdMap map = read("ebsdlib_Test_1.ang");
        assertThat(map.grid().cols()).isEqualTo(40);
        assertThat(map.grid().rows()).isEqualTo(4);
        assertThat(map.grid().stepUm()).isEqualTo(0.25);
        assertThat(map.phases()).containsExactly(new Phase(1, "Nickel", LaueGroup.CUBIC));
        assertThat(map.count(0)).isEqualTo(160);
    }

    @Test
    void ang_astar_withoutSizesIsRead() {
        EbsdMap map = read("mtex_astar_ACOM.ang");
        assertThat(map.grid().cols()).isEqualTo(15);
        assertThat(map.grid().rows()).isEqualTo(15);
        assertThat(map.grid().stepUm()).isEqualTo(2);
        assertThat(map.phases()).containsExactly(new Phase(1, "Phase 22474944", LaueGroup.CUBIC));
        assertThat(map.count(0)).as("confidence -1").isEqualTo(6);
        double[] q = new double[4];
        EulerAngles.toQuaternion(5.393, 2.527, 3.946, q, 0);
        assertThat(LaueGroup.CUBIC.disorientation(map.quaternions(), 4, q, 0)).isLessThan(1e-12);
    }

    @Test
    void ang_wrongStepInHeader_takesThatOfThePointsAndSaysSo() {
        EbsdMap map = read("mtex_fe_S01.ANG");
        assertThat(map.grid().cols()).isEqualTo(35);
        assertThat(map.grid().rows()).isEqualTo(40);
        assertThat(map.grid().stepUm()).isEqualTo(0.4);
        assertThat(map.count(1))
                .as("phase 0 of a single-phase file is that phase")
                .isEqualTo(1400);
        assertThat(map.notes()).singleElement().asString().contains("140 x 160", "0.1", "35 x 40", "0.4");
    }

    @ParameterizedTest
    @CsvSource({
        "ebsdlib_ShortFile.ang, holds 88 points",
        "ebsdlib_Corrupted_XCells.ctf, line 5 has XCells \"123456789123456789\"",
        "ebsdlib_ZeroXYCells.ctf, line 5 has XCells \"0\""
    })
    void read_malformedOrForeign_isRefusedWithTheReason(String name, String why) {
        assertThat(SharedFiles.reason(SharedFiles.reference("formats/" + name))).contains(name, why);
    }
}
