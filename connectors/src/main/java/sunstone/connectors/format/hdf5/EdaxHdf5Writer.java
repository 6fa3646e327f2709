package sunstone.connectors.format.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.UnitCell;
import sunstone.connectors.format.text.AngWriter;
import sunstone.connectors.format.text.CtfWriter;
import sunstone.models.crystallography.EulerAngles;

/**
 * Writes maps as EDAX OIM Analysis 7 lays them out in HDF5 (.h5): radians in single precision, crystals with X parallel
 * to a. Of the layouts of HDF5 this is the one whose files end in .h5, whose every field is a plain array of floats or
 * signed integers (the library writes neither compounds nor unsigned numbers), and whose columns mean what those of
 * {@link AngWriter} mean: CI is the quality, SEM Signal is 1 at measured pixels and 0 at others, Fit is the deviation
 * in degrees, Valid is 0 where a pixel is indexed. Two arrays more, which other programs skip, say the last two in
 * plain words: Uncertainty (degrees) and Measured.
 */
public final class EdaxHdf5Writer {
    private EdaxHdf5Writer() {}

    /**
     * Writes a map; an existing file is replaced.
     *
     * @param deviationDeg Fit and Uncertainty, degrees, shape [rows * cols]
     * @param measured SEM Signal and Measured, shape [rows * cols]
     * @param author what the file says of its origin
     */
    public static void write(EbsdMap map, float[] deviationDeg, boolean[] measured, String author, Path file)
            throws IOException {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putDataset("Manufacturer", new String[] {"EDAX"});
            hdf.putDataset("Version", new String[] {"OIM Analysis 7.3.0 (layout), written by Sunstone"});
            WritableGroup ebsd = hdf.putGroup("Scan 1").putGroup("EBSD");
            header(map, author, ebsd.putGroup("Header"));
            data(map, deviationDeg, measured, ebsd.putGroup("Data"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void header(EbsdMap map, String author, WritableGroup to) {
        text(to, "Notes", "written by Sunstone in the layout of OIM Analysis 7.3");
        text(to, "Operator", author);
        text(to, "Sample ID", "");
        text(to, "Scan ID", "");
        text(to, "Grid Type", "SqrGrid");
        whole(to, "nColumns", map.grid().cols());
        whole(to, "nRows", map.grid().rows());
        real(to, "Step X", map.grid().stepUm());
        real(to, "Step Y", map.grid().stepUm());
        real(to, "Sample Tilt", 70);
        real(to, "Working Distance", 0);
        WritableGroup calibration = to.putGroup("Pattern Center Calibration");
        for (String star : new String[] {"x-star", "y-star", "z-star"}) {
            real(calibration, star, 0.5);
        }
        WritableGroup phases = to.putGroup("Phase");
        for (CrystalPhase p : map.crystals()) {
            phase(p, phases.putGroup(String.valueOf(p.id())));
        }
    }

    private static void phase(CrystalPhase p, WritableGroup to) {
        text(to, "MaterialName", p.name());
        text(to, "Formula", "");
        text(to, "Info", "");
        text(to, "Point Group", p.laue().map(g -> "[" + g.symbol() + "]").orElse(""));
        text(to, "Laue Group", p.laue().map(g -> "[" + g.symbol() + "]").orElse(""));
        whole(to, "Symmetry", p.laue().map(g -> Integer.parseInt(g.edax())).orElse(0));
        if (p.spaceGroup() > 0) {
            whole(to, "Space Group", p.spaceGroup());
        }
        UnitCell c = p.cell().orElse(CtfWriter.titanium(p));
        real(to, "Lattice Constant a", c.a());
        real(to, "Lattice Constant b", c.b());
        real(to, "Lattice Constant c", c.c());
        real(to, "Lattice Constant alpha", c.alpha());
        real(to, "Lattice Constant beta", c.beta());
        real(to, "Lattice Constant gamma", c.gamma());
        whole(to, "NumberFamilies", 0);
    }

    private static void data(EbsdMap map, float[] deviationDeg, boolean[] measured, WritableGroup to) {
        int n = map.grid().size(), cols = map.grid().cols();
        float[][] euler = new float[3][n];
        float[] x = new float[n], y = new float[n], confidence = new float[n], image = new float[n], fit = new float[n];
        byte[] valid = new byte[n], known = new byte[n];
        int[] signal = new int[n];
        double[] angles = new double[3];
        for (int i = 0; i < n; i++) {
            boolean indexed = map.phase()[i] != 0;
            EulerAngles.fromQuaternion(map.quaternions(), 4 * i, angles, 0);
            for (int k = 0; k < 3; k++) {
                euler[k][i] = (float) (indexed ? angles[k] : 4 * Math.PI);
            }
            x[i] = (float) (map.originXUm() + i % cols * map.grid().stepUm());
            y[i] = (float) (map.originYUm() + (double) (i / cols) * map.grid().stepUm());
            confidence[i] = indexed ? map.quality()[i] : -1;
            image[i] = 255 * map.quality()[i];
            fit[i] = indexed ? deviationDeg[i] : 180;
            valid[i] = (byte) (indexed ? 0 : 1);
            known[i] = (byte) (measured[i] ? 1 : 0);
            signal[i] = known[i];
        }
        to.putDataset("Phi1", euler[0]);
        to.putDataset("Phi", euler[1]);
        to.putDataset("Phi2", euler[2]);
        to.putDataset("X Position", x);
        to.putDataset("Y Position", y);
        to.putDataset("IQ", image);
        to.putDataset("CI", confidence);
        to.putDataset("Fit", fit);
        to.putDataset("Phase", map.phase());
        to.putDataset("SEM Signal", signal);
        to.putDataset("Valid", valid);
        to.putDataset("Uncertainty", deviationDeg);
        to.putDataset("Measured", known);
    }

    /** Blank texts become one blank: HDF5 has no text of length 0. */
    private static void text(WritableGroup to, String name, String value) {
        to.putDataset(name, new String[] {value.isEmpty() ? " " : value});
    }

    private static void whole(WritableGroup to, String name, int value) {
        to.putDataset(name, new int[] {value});
    }

    private static void real(WritableGroup to, String name, double value) {
        to.putDataset(name, new float[] {(float) value});
    }
}
