package sunstone.agent.fuzz;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.Locale;

/** Small sound HDF5 files of each layout, of 3 x 2 points, for damage. */
enum GoodHdf5 {
    EDAX("h5") {
        @Override
        void content(WritableHdfFile hdf) {
            hdf.putDataset("Manufacturer", "EDAX");
            WritableGroup ebsd = hdf.putGroup("Scan 1").putGroup("EBSD");
            WritableGroup header = ebsd.putGroup("Header");
            header.putDataset("nColumns", 3);
            header.putDataset("nRows", 2);
            header.putDataset("Step X", 0.5f);
            header.putDataset("Step Y", 0.5f);
            header.putDataset("Grid Type", "SqrGrid");
            WritableGroup phase = header.putGroup("Phase").putGroup("1");
            phase.putDataset("Symmetry", 62);
            phase.putDataset("MaterialName", "Titanium");
            WritableGroup data = ebsd.putGroup("Data");
            for (String name : new String[] {"Phi1", "Phi", "Phi2", "CI"}) {
                data.putDataset(name, ANGLES);
            }
            data.putDataset("Phase", ONES);
            data.putDataset("X Position", X);
            data.putDataset("Y Position", Y);
        }
    },
    OXFORD("h5oina") {
        @Override
        void content(WritableHdfFile hdf) {
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
            WritableGroup data = ebsd.putGroup("Data");
            data.putDataset("Phase", ONES);
            data.putDataset("Euler", new float[18]);
            data.putDataset("Band Contrast", ONES);
            data.putDataset("X", X);
            data.putDataset("Y", Y);
        }
    },
    BRUKER("h5") {
        @Override
        void content(WritableHdfFile hdf) {
            hdf.putDataset("Manufacturer", "Bruker Nano");
            WritableGroup ebsd = hdf.putGroup("Scan 0").putGroup("EBSD");
            WritableGroup header = ebsd.putGroup("Header");
            header.putDataset("NCOLS", 3);
            header.putDataset("NROWS", 2);
            header.putDataset("XSTEP", 0.5f);
            header.putDataset("YSTEP", 0.5f);
            header.putGroup("Phases").putGroup("1").putDataset("IT", 194);
            WritableGroup data = ebsd.putGroup("Data");
            for (String name : new String[] {"phi1", "PHI", "phi2"}) {
                data.putDataset(name, DEGREES);
            }
            data.putDataset("RadonQuality", ANGLES);
            data.putDataset("Phase", ONES);
            data.putDataset("X BEAM", new int[] {0, 1, 2, 0, 1, 2});
            data.putDataset("Y BEAM", new int[] {0, 0, 0, 1, 1, 1});
        }
    },
    H5EBSD("h5ebsd") {
        @Override
        void content(WritableHdfFile hdf) {
            hdf.putDataset("Manufacturer", "TSL");
            WritableGroup section = hdf.putGroup("1");
            WritableGroup header = section.putGroup("Header");
            header.putDataset("NCOLS_ODD", 3);
            header.putDataset("NROWS", 2);
            header.putDataset("XSTEP", 0.5f);
            header.putDataset("YSTEP", 0.5f);
            header.putGroup("Phases").putGroup("1").putDataset("Symmetry", 62);
            WritableGroup data = section.putGroup("Data");
            for (String name : new String[] {"Phi1", "Phi", "Phi2", "Confidence Index"}) {
                data.putDataset(name, ANGLES);
            }
            data.putDataset("PhaseData", ONES);
            data.putDataset("X Position", X);
            data.putDataset("Y Position", Y);
        }
    },
    DREAM3D("dream3d") {
        @Override
        void content(WritableHdfFile hdf) {
            WritableGroup geometry = hdf.putGroup("DataStructure").putGroup("DataContainer");
            geometry.putAttribute("ObjectType", "ImageGeom");
            geometry.putAttribute("_DIMENSIONS", new long[] {3, 2, 1});
            geometry.putAttribute("_SPACING", new float[] {0.5f, 0.5f, 1});
            geometry.putAttribute("_ORIGIN", new float[] {0, 0, 0});
            WritableGroup cells = geometry.putGroup("Cell Data");
            cells.putDataset("EulerAngles", new float[1][2][3][3]);
            cells.putDataset("Phases", new int[][][][] {{{{1}, {1}, {1}}, {{1}, {0}, {1}}}});
            geometry.putGroup("Cell Ensemble Data").putDataset("CrystalStructures", new int[][] {{999}, {0}});
        }
    };

    private static final float[] ANGLES = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
    private static final float[] DEGREES = {10.5f, 20, 30, 40, 50, 60};
    private static final float[] X = {0, 0.5f, 1, 0, 0.5f, 1};
    private static final float[] Y = {0, 0, 0, 0.5f, 0.5f, 0.5f};
    private static final byte[] ONES = {1, 1, 1, 1, 1, 1};

    private final String ending;

    GoodHdf5(String ending) {
        this.ending = ending;
    }

    abstract void content(WritableHdfFile hdf);

    String fileName() {
        return name().toLowerCase(Locale.ROOT) + "." + ending;
    }

    void write(Path file) {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            content(hdf);
        }
    }
}
