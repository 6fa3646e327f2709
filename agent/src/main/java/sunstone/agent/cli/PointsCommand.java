package sunstone.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.MeasuredTable;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.EbsdPoints;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.map.ScanGrid;

/** {@code sunstone points}: measured points of any file as a table, or as records of a scan. */
@Command(
        name = "points",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the measured points of a file as a table (.csv), which reconstruct --ebsd reads, or as records of the topic"
                    + " ebsd-points (.json, one a line), which kcat sends.",
            "Points keep the numbers that their phases have in the file; phase 0 was measured and not indexed. What the reader of"
                    + " the file notes is printed."
        })
final class PointsCommand implements Callable<Integer> {
    private static final int POINTS_A_RECORD = 500;
    private static final String NAMES = "row,col,phase,phi1,Phi,phi2,confidence\n";

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "An EBSD map (" + EbsdMaps.READ + "; FILE#NAME for one scan of several) or a table .csv, .txt or"
                            + " .tsv with columns row, col (from 0) or x, y (um), phi1, Phi, phi2 (Bunge, degrees) and, if known,"
                            + " phase and confidence.")
    Path file;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "File to write, ending in .csv or .json.")
    Path out;

    @Option(names = "--scan", paramLabel = "ID", description = "Scan of the records; needed for .json.")
    @Nullable
    String scan;

    @Option(
            names = "--seq",
            defaultValue = "0",
            paramLabel = "N",
            description = "Number of the first record, as its scan counts them (default ${DEFAULT-VALUE}).")
    long seq;

    @Option(
            names = "--crystal-axes",
            defaultValue = "X||a*",
            paramLabel = "AXES",
            description = "Of the angles that are written, and of those of a table that is read: X||a* (Oxford) or X||a"
                    + " (EDAX), as the scan announces (default ${DEFAULT-VALUE}).")
    String axes;

    @Option(names = "--grid", paramLabel = "ROWSxCOLS", description = "Raster of a table that is read.")
    @Nullable
    String grid;

    @Option(
            names = "--step-um",
            defaultValue = "1",
            paramLabel = "X",
            description = "Its step, micrometres, if its points are x, y (default ${DEFAULT-VALUE}).")
    double stepUm;

    @Override
    public Integer call() throws IOException {
        String ending =
                String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).replaceFirst(".*\\.", "");
        require(ending.equals("csv") || ending.equals("json"), "--out must end in .csv or .json: " + out);
        require(!ending.equals("json") || scan != null, "records need --scan ID");
        require(seq >= 0, "--seq must be 0 or more: " + seq);
        require(axes.equals("X||a*") || axes.equals("X||a"), "--crystal-axes must be X||a* or X||a: " + axes);
        List<EbsdPoints.Point> points;
        String text;
        try {
            points = points();
            require(!points.isEmpty(), file + " has no measured point");
            text = ending.equals("csv") ? table(points) : records(points);
        } catch (IOException | IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
        Files.writeString(out, text);
        long indexed = points.stream().filter(p -> p.phase() > 0).count();
        spec.commandLine().getOut().printf("%d points, %d of them indexed%n%s%n", points.size(), indexed, out);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private List<EbsdPoints.Point> points() throws IOException {
        boolean table = file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(csv|txt|tsv)");
        if (!table) {
            EbsdMap map = EbsdMaps.read(file).fold(m -> m, r -> {
                throw bad(r.reason());
            });
            map.notes().forEach(n -> spec.commandLine().getOut().println("note: " + n));
            return points(map);
        }
        require(
                grid != null && grid.matches("[1-9]\\d{0,4}[xX][1-9]\\d{0,4}"),
                "a table needs --grid ROWSxCOLS: " + grid);
        require(stepUm > 0 && Double.isFinite(stepUm), "--step-um must be above 0: " + stepUm);
        String[] size = String.valueOf(grid).toLowerCase(Locale.ROOT).split("x", -1);
        ScanGrid raster = new ScanGrid(Integer.parseInt(size[0]), Integer.parseInt(size[1]), stepUm);
        Instant at = Files.getLastModifiedTime(file).toInstant();
        List<EbsdPoints.Point> points = new ArrayList<>();
        for (MeasuredTable.Point p : MeasuredTable.read(file, raster, 1).points()) {
            points.add(new EbsdPoints.Point(
                    p.row(),
                    p.col(),
                    Math.max(0, p.phase()),
                    p.phi1(),
                    p.capitalPhi(),
                    p.phi2(),
                    p.confidence(),
                    null,
                    at));
        }
        return points;
    }

    private List<EbsdPoints.Point> points(EbsdMap map) throws IOException {
        String name = file.toString();
        Path whole = Files.exists(file) ? file : Path.of(name.substring(0, name.lastIndexOf('#')));
        Instant at = Files.getLastModifiedTime(whole).toInstant();
        CrystalAxes written = CrystalAxes.of(axes);
        List<EbsdPoints.Point> points = new ArrayList<>();
        double[] q = new double[4], angles = new double[3];
        for (int i = 0; i < map.grid().size(); i++) {
            if (map.measured(i)) {
                int phase = map.phase()[i];
                boolean hexagonal =
                        map.crystalOf(phase).map(CrystalPhase::hexagonalAxes).orElse(false);
                System.arraycopy(map.quaternions(), 4 * i, q, 0, 4);
                written.fromA(hexagonal, q, 0);
                if (phase > 0) {
                    EulerAngles.fromQuaternion(q, 0, angles, 0);
                } else {
                    Arrays.fill(angles, 0);
                }
                points.add(new EbsdPoints.Point(
                        map.grid().row(i),
                        map.grid().col(i),
                        phase,
                        Math.toDegrees(angles[0]),
                        Math.toDegrees(angles[1]),
                        Math.toDegrees(angles[2]),
                        map.quality()[i],
                        null,
                        at));
            }
        }
        return points;
    }

    private String table(List<EbsdPoints.Point> points) {
        StringBuilder text = new StringBuilder("# passive Bunge angles, sample to crystal, degrees; crystal axes ")
                .append(axes)
                .append('\n')
                .append(NAMES);
        for (EbsdPoints.Point p : points) {
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%.5f,%.5f,%.5f,%.4f\n",
                    p.row(),
                    p.col(),
                    p.phase(),
                    p.phi1(),
                    p.capitalPhi(),
                    p.phi2(),
                    p.confidence()));
        }
        return text.toString();
    }

    private String records(List<EbsdPoints.Point> points) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < points.size(); from += POINTS_A_RECORD) {
            List<EbsdPoints.Point> some = points.subList(from, Math.min(points.size(), from + POINTS_A_RECORD));
            EbsdPoints record = new EbsdPoints(String.valueOf(scan), seq + from / POINTS_A_RECORD, some);
            text.append(new String(Codecs.EBSD_POINTS.encode(record), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.toString();
    }

    private void require(boolean met, String otherwise) {
        if (!met) {
            throw bad(otherwise);
        }
    }

    private ParameterException bad(@Nullable String reason) {
        return new ParameterException(spec.commandLine(), String.valueOf(reason));
    }
}
