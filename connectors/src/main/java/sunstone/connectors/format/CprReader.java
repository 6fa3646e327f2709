package sunstone.connectors.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Project files of Oxford Instruments (.cpr, text) with their data (.crc, binary, little-endian, row-major): one byte
 * phase, then the fields in the order that the project lists; angles in radians, hexagonal crystals with X parallel to
 * a*.
 */
final class CprReader implements EbsdReader {
    private static final double MAX_RADIANS = 13;
    private static final int SAMPLED = 2000;

    private final List<String> notes = new ArrayList<>();
    private final FilePhases phases = new FilePhases(notes);
    private int listed;

    @Override
    public EbsdMap read(Path file, String scan) throws IOException, MalformedFile {
        CprProject project = new CprProject(file);
        int cols = project.whole("job.xcells", FilePoints.MAX), rows = project.whole("job.ycells", FilePoints.MAX);
        double step = project.decimal("job.griddistx");
        double across = project.text("job.griddisty").isEmpty() ? step : project.decimal("job.griddisty");
        if (!(step > 0 && Math.abs(step - across) <= 0.01 * step)) {
            throw new MalformedFile(
                    "has steps of " + step + " and " + across + " um, needed is one step of more than 0 um");
        }
        listed = project.whole("phases.count", Phase.MAX_ID);
        for (int id = 1; id <= listed; id++) {
            readPhase(project, id);
        }
        for (String key : List.of("euler1", "euler2", "euler3")) {
            if (Math.abs(project.number("acquisition surface." + key)) > 0 && !notes.contains(CtfReader.TURNED)) {
                notes.add(CtfReader.TURNED);
            }
        }
        return readData(project, data(file), new ScanGrid(rows, cols, step));
    }

    private void readPhase(CprProject project, int id) throws MalformedFile {
        String section = "phase" + id + ".";
        String laue = project.text(section + "lauegroup");
        Optional<LaueClass> said = LaueClass.ofOxford(laue);
        if (said.isEmpty() && !laue.isEmpty() && !laue.equals("0")) {
            throw project.wrong(section + "lauegroup", laue, "allowed is 1 to 11");
        }
        double space = project.number(section + "spacegroup");
        double[] cell = new double[6];
        String[] keys = {"a", "b", "c", "alpha", "beta", "gamma"};
        for (int i = 0; i < 6; i++) {
            cell[i] = project.number(section + keys[i]);
        }
        phases.add(
                id,
                project.text(section + "structurename"),
                laue,
                said,
                space >= 1 && space <= 230 ? (int) space : 0,
                UnitCell.of(cell));
    }

    private static Path data(Path project) throws MalformedFile {
        String name = String.valueOf(project.getFileName());
        String stem = name.substring(0, name.length() - 4);
        for (String ending : List.of(".crc", ".CRC", ".Crc")) {
            Path p = project.resolveSibling(stem + ending);
            if (Files.isRegularFile(p)) {
                return p;
            }
        }
        throw new MalformedFile("has no " + stem + ".crc beside it");
    }

    private EbsdMap readData(CprProject project, Path data, ScanGrid grid) throws IOException, MalformedFile {
        long size = Files.size(data);
        int bytes = (int) Math.min(size / grid.size(), 1 << 16);
        if (grid.size() > FilePoints.MAX || bytes == 0 || (long) bytes * grid.size() != size) {
            throw new MalformedFile("says " + grid.cols() + " x " + grid.rows() + " points, its .crc holds " + size
                    + " bytes, which is no whole number for each; allowed are " + FilePoints.MAX + " points");
        }
        CrcLayout layout = layout(CrcLayout.of(project, bytes), data, bytes);
        FilePoints read = new FilePoints(CrystalAxes.X_PARALLEL_A_STAR, grid.size());
        ByteBuffer buffer = ByteBuffer.allocate(grid.cols() * bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (InputStream in = Files.newInputStream(data)) {
            for (int row = 0; row < grid.rows(); row++) {
                if (in.readNBytes(buffer.array(), 0, buffer.capacity()) != buffer.capacity()) {
                    throw new MalformedFile("has a .crc that ends in row " + row + " of " + grid.rows());
                }
                for (int col = 0; col < grid.cols(); col++) {
                    point(read, buffer, layout, row, col);
                }
            }
        }
        return new EbsdMap(grid, phases.all(), read.phase, read.quaternions, read.quality, notes, 0, 0);
    }

    /** The one layout whose angles are angles, where fields of unknown length leave several. */
    private CrcLayout layout(List<CrcLayout> possible, Path data, int bytes) throws IOException, MalformedFile {
        if (possible.size() == 1) {
            return possible.get(0);
        }
        List<CrcLayout> fitting;
        try (InputStream in = Files.newInputStream(data)) {
            ByteBuffer first = ByteBuffer.wrap(in.readNBytes(SAMPLED * bytes)).order(ByteOrder.LITTLE_ENDIAN);
            fitting = possible.stream().filter(l -> l.fits(first)).toList();
        }
        if (fitting.size() != 1) {
            throw new MalformedFile("lists several fields of unknown length, which can lie in a record of " + bytes
                    + " bytes in " + possible.size() + " ways, of which " + fitting.size()
                    + " fit the data: export it as .ctf");
        }
        notes.add("several fields of unknown length: the one arrangement in which the angles are angles was used");
        return fitting.get(0);
    }

    private void point(FilePoints read, ByteBuffer b, CrcLayout layout, int row, int col) throws MalformedFile {
        int at = col * layout.bytes();
        int id = b.get(at) & 255;
        if (id > listed) {
            throw new MalformedFile(
                    "has phase " + id + " in its .crc at row " + row + ", col " + col + ", allowed is 0 to " + listed);
        }
        double quality = layout.contrast() == 0 ? 1 : (b.get(at + layout.contrast()) & 255) / 255.0;
        if (id == 0) {
            read.addBlank(col, row, quality);
            return;
        }
        float phi1 = b.getFloat(at + layout.euler());
        float capitalPhi = b.getFloat(at + layout.euler2());
        float phi2 = b.getFloat(at + layout.euler3());
        float largest = Math.max(Math.abs(phi1), Math.max(Math.abs(capitalPhi), Math.abs(phi2)));
        if (!(largest <= MAX_RADIANS)) { // this form also rejects NaN
            throw new MalformedFile("has an Euler angle of " + largest + " rad in its .crc at row " + row + ", col "
                    + col + ", allowed is up to " + MAX_RADIANS);
        }
        read.add(col, row, quality, phases.merged(id), phases.hexagonalAxes(id), phi1, capitalPhi, phi2);
    }
}
