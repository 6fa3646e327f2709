package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.connectors.format.hdf5.Dream3dVolumeWriter;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.map.VolumeGrains;

class Dream3dVolumeWriterTest {
    private static final ScanGrid GRID = new ScanGrid(2, 3, 0.5);
    private static final String CELLS = "DataContainers/Specimen/CellData/";

    @Test
    void write_twoLayers_areReadBackVoxelByVoxel(@TempDir Path dir) throws IOException {
        List<OrientationMap> layers = List.of(map(10), map(50));
        layers.get(1).valid()[4] = false;
        List<float[]> uncertainty = List.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {7, 8, 9, 10, Float.NaN, 12});
        List<boolean[]> measured = List.of(new boolean[6], new boolean[] {false, true, false, false, false, false});
        VolumeGrains grains = VolumeGrains.of(layers, 5);
        Path file = dir.resolve("v.dream3d");
        Dream3dVolumeWriter.write(layers, 1.25, uncertainty, measured, grains, "Ti", file);

        try (HdfFile hdf = new HdfFile(file)) {
            assertThat(hdf.getAttribute("FileVersion").getData()).isEqualTo("7.0");
            Dataset euler = hdf.getDatasetByPath(CELLS + "EulerAngles");
            assertThat(euler.getDimensions()).containsExactly(2, 2, 3, 3);
            float[][][][] angles = (float[][][][]) euler.getData();
            assertThat(angles[1][0][2][1]).isCloseTo((float) Math.toRadians(50), within(1e-5f));
            assertThat((long[]) euler.getAttribute("TupleDimensions").getData()).containsExactly(3, 2, 2);
            assertThat(euler.getAttribute("ObjectType").getData()).isEqualTo("DataArray<float>");
            int[][][][] features =
                    (int[][][][]) hdf.getDatasetByPath(CELLS + "FeatureIds").getData();
            assertThat(features[0][1][2][0]).isEqualTo(1);
            assertThat(features[1][0][0][0]).isEqualTo(2);
            assertThat(features[1][1][1][0]).isZero();
            byte[][][][] known =
                    (byte[][][][]) hdf.getDatasetByPath(CELLS + "Measured").getData();
            assertThat(known[1][0][1][0]).isEqualTo((byte) 1);
            float[][][][] degrees =
                    (float[][][][]) hdf.getDatasetByPath(CELLS + "Uncertainty").getData();
            assertThat(degrees[1][0][2][0]).isEqualTo(9);
            float[] spacing = (float[]) hdf.getDatasetByPath("DataContainers/Specimen/_SIMPL_GEOMETRY/SPACING")
                    .getData();
            assertThat(spacing).containsExactly(0.5f, 0.5f, 1.25f);
            long[] dimensions = (long[]) hdf.getDatasetByPath("DataContainers/Specimen/_SIMPL_GEOMETRY/DIMENSIONS")
                    .getData();
            assertThat(dimensions).containsExactly(3, 2, 2);
        }
        assertThat(VolumeXdmf.of("a&b.dream3d", GRID, 1.25, 2))
                .contains("Dimensions=\"3 3 4\"", "a&amp;b.dream3d:/DataContainers/Specimen/CellData/Uncertainty");
    }

    private static OrientationMap map(double tiltDeg) {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i += 4) {
            EulerAngles.toQuaternion(0.3, Math.toRadians(tiltDeg), 0.2, q, i);
        }
        return OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q);
    }
}
