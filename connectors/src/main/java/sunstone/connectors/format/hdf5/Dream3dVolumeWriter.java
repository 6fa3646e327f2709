package sunstone.connectors.format.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableDataset;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sunstone.connectors.format.map.LaueClass;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.map.VolumeGrains;

/**
 * Writes a stack of maps as DREAM.3D 6 lays a volume out ({@code .dream3d}, FileVersion 7.0): one image geometry with
 * its voxels, x fastest; Bunge angles in radians and single precision, crystals with X parallel to a. Two arrays more
 * than usual: Uncertainty (degrees, NaN where nothing is known) and Measured. Attributes are signed where DREAM.3D's
 * are unsigned: the library writes no others.
 */
public final class Dream3dVolumeWriter {
    private static final String CONTAINER = "Specimen";
    private static final int CELL = 3; // attribute matrix types of SIMPL
    private static final int CELL_FEATURE = 7;
    private static final int CELL_ENSEMBLE = 11;
    private static final int NO_STRUCTURE = 999;

    private Dream3dVolumeWriter() {}

    /**
     * Writes a volume; an existing file is replaced.
     *
     * @param layers from the first section to the last, on one raster
     * @param thicknessUm distance of two layers, micrometres
     * @param uncertaintyDeg of each layer, degrees, shape [rows * cols]
     * @param measured which pixels of each layer were measured, shape [rows * cols]
     * @param grains of the volume
     * @param phase name of the mapped phase
     */
    public static void write(
            List<OrientationMap> layers,
            double thicknessUm,
            List<float[]> uncertaintyDeg,
            List<boolean[]> measured,
            VolumeGrains grains,
            String phase,
            Path file)
            throws IOException {
        ScanGrid grid = layers.get(0).grid();
        int nz = layers.size(), ny = grid.rows(), nx = grid.cols();
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putAttribute("FileVersion", "7.0");
            hdf.putAttribute("DREAM3D Version", "written by Sunstone in the layout of 6.5");
            WritableGroup container = hdf.putGroup("DataContainers").putGroup(CONTAINER);
            geometry(container.putGroup("_SIMPL_GEOMETRY"), grid, thicknessUm, nz);
            WritableGroup cells = container.putGroup("CellData");
            cells.putAttribute("AttributeMatrixType", CELL);
            cells.putAttribute("TupleDimensions", new long[] {nx, ny, nz});
            float[][][][] euler = new float[nz][ny][nx][3];
            float[][][][] uncertainty = new float[nz][ny][nx][1];
            int[][][][] phases = new int[nz][ny][nx][1];
            int[][][][] features = new int[nz][ny][nx][1];
            byte[][][][] known = new byte[nz][ny][nx][1];
            byte[][][][] mask = new byte[nz][ny][nx][1];
            double[] angles = new double[3];
            for (int z = 0; z < nz; z++) {
                OrientationMap map = layers.get(z);
                for (int i = 0; i < grid.size(); i++) {
                    int y = i / nx, x = i % nx;
                    boolean valid = map.valid()[i];
                    EulerAngles.fromQuaternion(map.quaternions(), 4 * i, angles, 0);
                    for (int k = 0; k < 3; k++) {
                        euler[z][y][x][k] = valid ? (float) angles[k] : 0;
                    }
                    uncertainty[z][y][x][0] = uncertaintyDeg.get(z)[i];
                    phases[z][y][x][0] = valid ? 1 : 0;
                    features[z][y][x][0] = grains.labels()[z * grid.size() + i] + 1;
                    known[z][y][x][0] = (byte) (measured.get(z)[i] ? 1 : 0);
                    mask[z][y][x][0] = (byte) (valid ? 1 : 0);
                }
            }
            String axes = String.format(Locale.ROOT, "x=%d,y=%d,z=%d", nx, ny, nz);
            long[] tuples = {nx, ny, nz};
            described(cells.putDataset("EulerAngles", euler), "DataArray<float>", 3, axes, tuples);
            described(cells.putDataset("Uncertainty", uncertainty), "DataArray<float>", 1, axes, tuples);
            described(cells.putDataset("Phases", phases), "DataArray<int32_t>", 1, axes, tuples);
            described(cells.putDataset("FeatureIds", features), "DataArray<int32_t>", 1, axes, tuples);
            described(cells.putDataset("Measured", known), "DataArray<int8_t>", 1, axes, tuples);
            described(cells.putDataset("Mask", mask), "DataArray<bool>", 1, axes, tuples);
            features(container.putGroup("CellFeatureData"), grains);
            ensemble(container.putGroup("CellEnsembleData"), layers.get(0), phase);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void geometry(WritableGroup to, ScanGrid grid, double thicknessUm, int layers) {
        to.putAttribute("GeometryName", "ImageGeometry");
        to.putAttribute("GeometryType", 0);
        to.putAttribute("GeometryTypeName", "ImageGeometry");
        to.putAttribute("SpatialDimensionality", 3);
        to.putAttribute("UnitDimensionality", 3);
        to.putDataset("DIMENSIONS", new long[] {grid.cols(), grid.rows(), layers});
        to.putDataset("ORIGIN", new float[3]);
        to.putDataset("SPACING", new float[] {(float) grid.stepUm(), (float) grid.stepUm(), (float) thicknessUm});
    }

    private static void features(WritableGroup to, VolumeGrains grains) {
        int count = grains.count() + 1;
        to.putAttribute("AttributeMatrixType", CELL_FEATURE);
        to.putAttribute("TupleDimensions", new long[] {count});
        int[][] sizes = new int[count][1];
        for (int g = 0; g < grains.count(); g++) {
            sizes[g + 1][0] = grains.sizes()[g];
        }
        described(to.putDataset("NumCells", sizes), "DataArray<int32_t>", 1, "x=" + count, new long[] {count});
    }

    private static void ensemble(WritableGroup to, OrientationMap map, String phase) {
        to.putAttribute("AttributeMatrixType", CELL_ENSEMBLE);
        to.putAttribute("TupleDimensions", new long[] {2});
        int code = LaueClass.toDream3d(map.laue());
        long[] tuples = {2};
        described(
                to.putDataset("CrystalStructures", new int[][] {{NO_STRUCTURE}, {code}}),
                "DataArray<uint32_t>",
                1,
                "x=2",
                tuples);
        // no announcement tells them
        described(to.putDataset("LatticeConstants", new float[2][6]), "DataArray<float>", 6, "x=2", tuples);
        described(
                to.putDataset("MaterialName", new String[] {"Invalid Phase", phase.isBlank() ? "Phase 1" : phase}),
                "StringDataArray",
                1,
                "x=2",
                tuples);
    }

    private static void described(WritableDataset set, String type, int components, String axes, long[] tuples) {
        set.putAttribute("ObjectType", type);
        set.putAttribute("ComponentDimensions", new long[] {components});
        set.putAttribute("DataArrayVersion", 2);
        set.putAttribute("Tuple Axis Dimensions", axes);
        set.putAttribute("TupleDimensions", tuples);
    }
}
