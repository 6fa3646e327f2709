package sunstone.connectors.format.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.EbsdReader;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.FilePoints;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.Raster;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Project files of Oxford Instruments (.cpr, text) with their data (.crc, binary, little-endian, row-major unless fields 1 and 2 give each point its place): one byte
 * phase, then the fields in the order that the project lists; angles in radians, hexagonal crystals with X parallel to
 * a*.
 */
public final class CprReader implements EbsdReader {
    private static final double MAX_RADIANS = 13;
    private static final int SAMPLED = 2000;

    private final List<String> notes = new ArrayList<>();
    private final FilePhases phases = new FilePhases(notes);
    private int listed;

    @Override
    public EbsdMap read(Path file, String scan) throws IOException, MalformedFile {
        CprProject project = new CprProject(file);
        String mode = project.text("general.jobmode");
        if (mode.toLowerCase(Locale.ROOT).matches(".*(interactive|line|point).*")) {
            throw project.wrong("general.jobmode", mode, "needed is a grid");
        }
        if (project.number("job.zcells") > 1) {
            throw project.wrong(
                    "job.zcells", project.text("job.zcells"), "needed is one section: export each on its own");
        }
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

    private static Path data(Path project) throws IOException, MalformedFile {
        String name = String.valueOf(project.getFileName());
        String data = name.substring(0, name.length() - 4) + ".crc";
        Path exact = project.resolveSibling(data);
        if (Files.isRegularFile(exact)) {
            return exact;
        }
        try (Stream<Path> beside = Files.list(project.toAbsolutePath().getParent())) {
            // Windows does not tell capitals
            return beside.filter(p -> String.valueOf(p.getFileName()).equalsIgnoreCase(data) && Files.isRegularFile(p))
                    .findFirst()
                    .orElseThrow(() -> new MalformedFile("has no " + data + " beside it"));
        }
    }

    private EbsdMap readData(CprProject project, Path data, ScanGrid grid) throws IOException, MalformedFile {
        long size = Files.size(data);
        int own = CrcLayout.placed(project);
        boolean sparse = own > 0 && size % own == 0 && size / own <= grid.size();
        int points = sparse ? (int) (size / own) : grid.size();
        int bytes = points == 0 ? 0 : (int) Math.min(size / points, 1 << 16);
        if (grid.size() > FilePoints.MAX || bytes == 0 || (long) bytes * points != size) {
            throw new MalformedFile("says " + grid.cols() + " x " + grid.rows() + " points, its .crc holds " + size
                    + " bytes, which is no whole number for each; allowed are " + FilePoints.MAX + " points");
        }
        CrcLayout layout = layout(CrcLayout.of(project, bytes), data, bytes);
        boolean placed = layout.x() > 0 && layout.y() > 0;
        FilePoints read = new FilePoints(CrystalAxes.X_PARALLEL_A_STAR, points);
        ByteBuffer record = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(data), 1 << 16)) {
            for (int i = 0; i < points; i++) {
                String where = placed ? "point " + (i + 1) : "row " + i / grid.cols() + ", col " + i % grid.cols();
                if (in.readNBytes(record.array(), 0, bytes) != bytes) {
                    throw new MalformedFile("has a .crc that ends at " + where + " of " + grid.rows() + " rows");
                }
                double x = placed ? finite(record.getFloat(layout.x()), where) : i % grid.cols() * grid.stepUm();
                double y = placed ? finite(record.getFloat(layout.y()), where) : (i / grid.cols()) * grid.stepUm();
                point(read, record, layout, x, y, where);
            }
        }
        if (!placed) {
            return read.inOrder(grid, phases.all(), notes);
        }
        return Raster.of(read, new Declared(grid.cols(), grid.rows(), grid.stepUm(), grid.stepUm()), notes)
                .map(read, phases.all(), notes);
    }

    private static double finite(float place, String where) throws MalformedFile {
        if (!Float.isFinite(place)) {
            throw new MalformedFile(
                    "has a place of " + place + " um in its .crc at " + where + ", needed is a finite one");
        }
        return place;
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

    private void point(FilePoints read, ByteBuffer b, CrcLayout layout, double x, double y, String where)
            throws MalformedFile {
        int id = b.get(0) & 255;
        if (id > listed) {
            throw new MalformedFile("has phase " + id + " in its .crc at " + where + ", allowed is 0 to " + listed);
        }
        double quality = layout.contrast() == 0 ? 1 : (b.get(layout.contrast()) & 255) / 255.0;
        if (id == 0) {
            read.addBlank(x, y, quality);
            return;
        }
        float phi1 = b.getFloat(layout.euler());
        float capitalPhi = b.getFloat(layout.euler2());
        float phi2 = b.getFloat(layout.euler3());
        float largest = Math.max(Math.abs(phi1), Math.max(Math.abs(capitalPhi), Math.abs(phi2)));
        if (!(largest <= MAX_RADIANS)) { // this form also rejects NaN
            throw new MalformedFile("has an Euler angle of " + largest + " rad in its .crc at " + where
                    + ", allowed is up to " + MAX_RADIANS);
        }
        read.add(x, y, quality, phases.merged(id), phases.hexagonalAxes(id), phi1, capitalPhi, phi2);
    }
}
