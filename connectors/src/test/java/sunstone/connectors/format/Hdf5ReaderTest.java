package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;

/** HDF5 files of the shared folder; every number here was read from them with h5py 3.16. */
class Hdf5ReaderTest {
    @TempDir
    Path dir;

    private static Path file(String name) {
        return SharedFiles.reference("formats/" + name);
    }

    /** Degrees between a pixel and Bunge angles in radians; cubic symmetry does not hide a turn of 30 degrees. */
    private static double errorDeg(EbsdMap map, int pixel, double phi1, double capitalPhi, double phi2) {
        double[] q = new double[4];
        EulerAngles.toQuaternion(phi1, capitalPhi, phi2, q, 0);
        return Math.toDegrees(LaueGroup.CUBIC.disorientation(map.quaternions(), 4 * pixel, q, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "kikuchipy_edax_ni.h5, 3, 3, 1.5, Nickel, m-3m, 9",
        "kikuchipy_bruker_ni.h5, 3, 3, 1.5, Nickel, m-3m, 9",
        "pymicro_Ti_ebsd_demo_2.h5, 101, 101, 2.0, Titanium (Alpha), 6/mmm, 10100",
        "ebsdlib_EdaxAngOnly.h5, 186, 151, 1.5, Nickel, m-3m, 28086",
        "simplnx_6_5_exemplar.h5ebsd#1, 189, 201, 0.25, Nickel, m-3m, 31063",
        "simplnx_6_5_exemplar.h5ebsd#2, 189, 201, 0.25, Nickel, m-3m, 30946",
        "dream3d_Small_IN100_Slice1.dream3d, 189, 201, 0.25, Nickel, m-3m, 31063",
        "simplnx_find_feature_centroids.dream3d#Small IN100/1, 71, 101, 0.25, Nickel, m-3m, 7171"
    })
    void read_measuredFile_hasItsGridPhaseAndNumberOfPoints(
            String name, int cols, int rows, double step, String phase, String laue, int points) {
        EbsdMap map = SharedFiles.read(file(name));
        assertThat(map.grid().cols()).isEqualTo(cols);
        assertThat(map.grid().rows()).isEqualTo(rows);
        assertThat(map.grid().stepUm()).isEqualTo(step);
        assertThat(map.phases()).singleElement().satisfies(p -> {
            assertThat(p.name()).isEqualTo(phase);
            assertThat(p.laue().symbol()).isEqualTo(laue);
        });
        assertThat(map.count(1)).isEqualTo(points);
    }

    @Test
    void read_edax_hasTheAnglesOfTheFile() {
        EbsdMap ti = SharedFiles.read(file("pymicro_Ti_ebsd_demo_2.h5"));
        assertThat(errorDeg(ti, 0, 4.63026, 1.03057, 1.50171)).isLessThan(1e-4);
        assertThat(errorDeg(ti, 5000, 1.95166, 0.68032, 6.16472)).isLessThan(1e-4);
        assertThat(errorDeg(ti, 10000, 3.80866, 0.63738, 0.72299)).isLessThan(1e-4);
        assertThat(ti.phase()[10200]).isZero();
        assertThat(ti.quality()[5000]).isEqualTo(0.714f);
        assertThat(ti.crystals().get(0).cell()).contains(new UnitCell(2.95, 2.95, 4.68, 90, 90, 120));

        EbsdMap ni = SharedFiles.read(file("ebsdlib_EdaxAngOnly.h5"));
        assertThat(errorDeg(ni, 14000, 4.60379, 2.71733, 1.94216)).isLessThan(1e-4);
        assertThat(errorDeg(ni, 28085, 2.97947, 1.01044, 5.72402)).isLessThan(1e-4);
    }

    @Test
    void read_positionsThatContradictTheRaster_areTakenRowByRowAndSaidSo() {
        assertThat(SharedFiles.read(file("kikuchipy_edax_ni.h5")).notes())
                .singleElement()
                .asString()
                .contains("row by row");
        EbsdMap bruker = SharedFiles.read(file("kikuchipy_bruker_ni.h5"));
        assertThat(bruker.notes()).singleElement().asString().contains("row by row");
        assertThat(errorDeg(bruker, 4, Math.toRadians(1), Math.toRadians(1), Math.toRadians(1)))
                .isLessThan(1e-5);
        assertThat(bruker.crystals().get(0).spaceGroup()).isEqualTo(225);
    }

    /** The dummy of kikuchipy has no phases in its header: they are kept without a symmetry. */
    @Test
    void read_oxfordWithoutPhases_keepsThePointsUnmapped() {
        EbsdMap map = SharedFiles.read(file("kikuchipy_oxford_dummy.h5oina"));
        assertThat(map.grid().rows()).isEqualTo(3);
        assertThat(map.grid().stepUm()).isEqualTo(1.5);
        assertThat(map.count(1)).isEqualTo(9);
        assertThat(map.phases()).isEmpty();
        assertThat(errorDeg(map, 0, 1.399387, 0.5701004, 4.67123)).isLessThan(1e-4);
        assertThat(errorDeg(map, 1, 2.0180404, 0.4794328, 4.641684)).isLessThan(1e-4);
        assertThat(map.notes()).anyMatch(n -> n.contains("describes no phase"));
    }

    @Test
    void read_dream3d_hasTheAnglesAndQuaternionsOfTheFile() {
        EbsdMap slice = SharedFiles.read(file("dream3d_Small_IN100_Slice1.dream3d"));
        assertThat(errorDeg(slice, 20000, 3.1433234, 1.7469901, 2.31177)).isLessThan(1e-4);
        assertThat(slice.originXUm()).isEqualTo(-47);
        assertThat(slice.notes()).singleElement().asString().contains("6926 cells");

        EbsdMap middle = SharedFiles.read(file("simplnx_find_feature_centroids.dream3d#Small IN100/1"));
        double[] q = {0.58040595, -0.28757003, -0.5249801, 0.5521126};
        assertThat(Math.toDegrees(LaueGroup.CUBIC.disorientation(middle.quaternions(), 400, q, 0)))
                .isCloseTo(0, within(1e-4));
    }

    @Test
    void read_stackOfSections_saysItsFrameAndIsRead() {
        EbsdMap map = SharedFiles.read(file("simplnx_6_5_exemplar.h5ebsd#2"));
        assertThat(errorDeg(map, 20000, 5.49505, 2.08113, 3.07952)).isLessThan(1e-4);
        assertThat(map.notes()).anyMatch(n -> n.contains("90.0 degrees"));
    }

    @ParameterizedTest
    @CsvSource({
        "simplnx_6_5_exemplar.h5ebsd, 'holds 2 scans, name one as FILE#NAME: 1, 2'",
        "simplnx_6_5_exemplar.h5ebsd#3, 'no scan \"3\", it has: 1, 2'",
        "simplnx_find_feature_centroids.dream3d, 'Small IN100/0, Small IN100/1, Small IN100/2'"
    })
    void read_severalScans_areListedUnlessOneIsNamed(String name, String why) {
        assertThat(SharedFiles.reason(file(name))).contains(why);
    }

    @Test
    void read_foreignOrBrokenHdf5_isRefused() throws IOException {
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve("a.h5"), "no HDF5")))
                .contains("a.h5: is damaged");
        Path other = dir.resolve("b.h5");
        write(other, hdf -> hdf.putDataset("pixels", new int[] {1, 2}));
        assertThat(SharedFiles.reason(other)).contains("holds no EBSD scan", "pixels");
    }

    /** A file of the layout of Oxford's specification, hexagonal, with a hole and points not indexed. */
    @Test
    void read_oxfordAfterTheSpecification_isTurnedToXParallelToA() {
        Path path = dir.resolve("a.h5oina");
        write(path, hdf -> {
            hdf.putDataset("Manufacturer", "Oxford Instruments");
            WritableGroup ebsd = hdf.putGroup("1").putGroup("EBSD");
            WritableGroup header = ebsd.putGroup("Header");
            header.putDataset("X Cells", 3);
            header.putDataset("Y Cells", 2);
            header.putDataset("X Step", 0.5f);
            header.putDataset("Y Step", 0.5f);
            WritableGroup phase = header.putGroup("Phases").putGroup("1");
            phase.putDataset("Phase Name", "Titanium");
            phase.putDataset("Laue Group", 9);
            phase.putDataset("Space Group", 194);
            phase.putDataset("Lattice Dimensions", new float[] {2.95f, 2.95f, 4.68f});
            phase.putDataset("Lattice Angles", new float[] {1.5707964f, 1.5707964f, 2.0943952f});
            WritableGroup data = ebsd.putGroup("Data");
            data.putDataset("Phase", new byte[] {1, 1, 0, 1});
            data.putDataset("Euler", new float[] {1, 0.5f, 2, 1, 0.5f, 2, 0, 0, 0, 3, 0.25f, 1});
            data.putDataset("Band Contrast", new byte[] {51, 102, 0, 51});
            data.putDataset("X", new float[] {0, 0.5f, 1, 1});
            data.putDataset("Y", new float[] {0, 0, 0, 0.5f});
        });

        EbsdMap map = SharedFiles.read(path);

        assertThat(map.phase()).containsExactly(1, 1, 0, 0, 0, 1);
        assertThat(errorDeg(map, 5, 3, 0.25, 1 - Math.PI / 6)).isLessThan(1e-4);
        assertThat(map.quality()[1]).isEqualTo(0.4f);
        assertThat(map.crystals().get(0).cell()).contains(new UnitCell(2.95, 2.95, 4.68, 90, 90, 120));
    }

    /** Of EDAX in degrees, which would all be beyond 4 pi and so not indexed, and of Bruker in radians. */
    @ParameterizedTest
    @CsvSource({"EDAX, 57.3 rad, 1", "Bruker, these are radians, 57.3"})
    void read_anglesInTheOtherUnit_areRefused(String maker, String why, float unit) {
        Path path = dir.resolve("a.h5");
        boolean edax = maker.equals("EDAX");
        float[] around = {57.3f / unit, 60.5f / unit, 250.25f / unit, 3.5f / unit};
        float[] tilt = {57.3f / unit, 60.5f / unit, 100.25f / unit, 3.5f / unit};
        write(path, hdf -> {
            hdf.putDataset("Manufacturer", maker);
            WritableGroup ebsd = hdf.putGroup("Scan 1").putGroup("EBSD");
            WritableGroup header = ebsd.putGroup("Header");
            header.putDataset(edax ? "nColumns" : "NCOLS", 2);
            header.putDataset(edax ? "nRows" : "NROWS", 2);
            header.putDataset(edax ? "Step X" : "XSTEP", 0.5f);
            WritableGroup phase = header.putGroup(edax ? "Phase" : "Phases").putGroup("1");
            phase.putDataset(edax ? "Symmetry" : "IT", edax ? 62 : 194);
            WritableGroup data = ebsd.putGroup("Data");
            for (String name : edax ? new String[] {"Phi1", "Phi", "Phi2"} : new String[] {"phi1", "PHI", "phi2"}) {
                data.putDataset(name, name.equalsIgnoreCase("Phi") ? tilt : around);
            }
            data.putDataset(edax ? "CI" : "RadonQuality", new float[] {1, 1, 1, 1});
            data.putDataset("Phase", new byte[] {1, 1, 1, 1});
        });

        assertThat(SharedFiles.reason(path)).contains("a.h5", why);
    }

    @Test
    void read_dream3dEight_isReadFromItsAttributes() {
        Path path = dir.resolve("a.dream3d");
        write(path, hdf -> {
            hdf.putAttribute("FileVersion", "8.0");
            WritableGroup geometry = hdf.putGroup("DataStructure").putGroup("DataContainer");
            geometry.putAttribute("ObjectType", "ImageGeom");
            geometry.putAttribute("_DIMENSIONS", new long[] {2, 1, 2});
            geometry.putAttribute("_SPACING", new float[] {0.5f, 0.5f, 2});
            geometry.putAttribute("_ORIGIN", new float[] {3, 0, 0});
            WritableGroup cells = geometry.putGroup("Cell Data");
            cells.putDataset(
                    "EulerAngles", new float[][][][] {{{{1, 0.5f, 2}, {1, 0.5f, 2}}}, {{{1, 0.5f, 2}, {3, 0.25f, 1}}}});
            cells.putDataset("Phases", new int[][][][] {{{{1}, {1}}}, {{{0}, {1}}}});
            WritableGroup ensemble = geometry.putGroup("Cell Ensemble Data");
            ensemble.putDataset("CrystalStructures", new int[][] {{999}, {0}});
        });

        assertThat(SharedFiles.reason(path)).contains("DataContainer/0, DataContainer/1");
        EbsdMap map = SharedFiles.read(dir.resolve("a.dream3d#DataContainer/1"));
        assertThat(map.phase()).containsExactly(0, 1);
        assertThat(map.phases().get(0).laue()).isEqualTo(LaueGroup.HEXAGONAL);
        assertThat(map.originXUm()).isEqualTo(3);
        assertThat(errorDeg(map, 1, 3, 0.25, 1)).isLessThan(1e-4);
    }

    private static void write(Path path, Consumer<WritableHdfFile> content) {
        try (WritableHdfFile hdf = HdfFile.write(path)) {
            content.accept(hdf);
        }
    }
}
