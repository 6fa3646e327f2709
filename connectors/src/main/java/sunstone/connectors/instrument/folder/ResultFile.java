package sunstone.connectors.instrument.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sunstone.connectors.format.EbsdFile;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.MeasuredTable;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;

/**
 * Results of single pixels out of a file that an instrument has written: a map of any format of {@link EbsdMaps}, or a
 * table.
 */
public final class ResultFile {
    private final ScanOpened scan;
    private final CrystalAxes tableAxes;

    /**
     * @param scan its phases; results have their numbers
     * @param tableAxes crystal axes of tables; maps know theirs
     */
    public ResultFile(ScanOpened scan, CrystalAxes tableAxes) {
        this.scan = scan;
        this.tableAxes = tableAxes;
    }

    /** Whether a file's ending is one of a result. */
    public static boolean readable(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return ending.equals("csv")
                || List.of(EbsdMaps.READ.replace(".", "").split(", ")).contains(ending);
    }

    /** Whether a file is text whose last line has no end, as when its writer is at work. */
    static boolean endsInsideLine(Path file) throws IOException {
        if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).matches(".*\\.(csv|ctf|ang)")) {
            return false;
        }
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            in.position(Math.max(0, in.size() - 1));
            return in.read(last) < 1 || (last.get(0) != '\n' && last.get(0) != '\r');
        }
    }

    /**
     * What the file says of some pixels; of others nothing, however large its map is. A pixel of a map is the point of
     * the file within half a step of it.
     *
     * @param wanted pixels
     * @param originXUm x of the scan's first pixel in the coordinates of the file, micrometres
     * @param originYUm y likewise
     * @throws IOException with one line that says why the file cannot be read, now or at all
     */
    public List<Measurement> at(Path file, Collection<Pixel> wanted, double originXUm, double originYUm)
            throws IOException {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".csv")
                ? table(file, wanted)
                : of(read(file), wanted, originXUm, originYUm);
    }

    private List<Measurement> table(Path file, Collection<Pixel> wanted) throws IOException {
        Map<Pixel, Measurement> found = new HashMap<>();
        for (MeasuredTable.Point p :
                MeasuredTable.read(file, scan.grid(), scan.mappedPhase().id()).points()) {
            Optional<ScanOpened.Phase> phase = scan.phase(p.phase());
            if (phase.isEmpty()) {
                found.put(new Pixel(p.row(), p.col()), inVain(p.row(), p.col()));
                continue;
            }
            double[] q = new double[4];
            EulerAngles.toQuaternionDeg(p.phi1() % 360, p.capitalPhi() % 360, p.phi2() % 360, q, 0);
            tableAxes.toA(phase.get().laueGroup(), q, 0);
            found.put(new Pixel(p.row(), p.col()), result(p.row(), p.col(), p.phase(), q, 0, p.confidence()));
        }
        return wanted.stream().filter(found::containsKey).map(found::get).toList();
    }

    /** What a small map says of some pixels, the first of which is its first. */
    List<Measurement> ofMap(Path file, Collection<Pixel> pixels) throws IOException {
        Pixel first = pixels.iterator().next();
        EbsdMap map = read(file);
        return of(
                map,
                pixels,
                map.originXUm() - first.col() * scan.stepUm(),
                map.originYUm() - first.row() * scan.stepUm());
    }

    private static EbsdMap read(Path file) throws IOException {
        EbsdFile read = EbsdMaps.read(file);
        if (read instanceof EbsdFile.Refused refused) {
            throw new IOException(refused.reason());
        }
        return ((EbsdFile.Read) read).map();
    }

    private List<Measurement> of(EbsdMap map, Collection<Pixel> wanted, double originXUm, double originYUm) {
        Map<Integer, Integer> phases = phases(map);
        double fileStep = map.grid().stepUm(), step = scan.stepUm();
        List<Measurement> found = new ArrayList<>();
        for (Pixel p : wanted) {
            double x = originXUm + p.col() * step, y = originYUm + p.row() * step;
            double col = Math.rint((x - map.originXUm()) / fileStep), row = Math.rint((y - map.originYUm()) / fileStep);
            if (!(row >= 0
                            && row < map.grid().rows()
                            && col >= 0
                            && col < map.grid().cols())
                    || Math.abs(map.originXUm() + col * fileStep - x) > step / 2
                    || Math.abs(map.originYUm() + row * fileStep - y) > step / 2) {
                continue;
            }
            int i = map.grid().index((int) row, (int) col);
            if (!map.measured(i)) {
                continue;
            }
            Integer phase = map.phase()[i] == 0 ? null : phases.get((int) map.phase()[i]);
            found.add(
                    phase == null
                            ? inVain(p.row(), p.col())
                            : result(p.row(), p.col(), phase, map.quaternions(), 4 * i, map.quality()[i]));
        }
        return found;
    }

    /** The scan's number of each phase of a file: of the same name and symmetry, or the only one of its symmetry. */
    private Map<Integer, Integer> phases(EbsdMap map) {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (CrystalPhase f : map.crystals()) {
            String symbol = f.laue().map(l -> l.symbol()).orElse("");
            List<ScanOpened.Phase> same =
                    scan.phases().stream().filter(p -> p.laue().equals(symbol)).toList();
            same.stream()
                    .filter(p -> p.name().equalsIgnoreCase(f.name()))
                    .findFirst()
                    .or(() -> same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty())
                    .ifPresent(p -> numbers.put(f.id(), p.id()));
        }
        return numbers;
    }

    private static Measurement inVain(int row, int col) {
        return new Measurement(row, col, 0, 1, 0, 0, 0, 0);
    }

    private static Measurement result(int row, int col, int phase, double[] q, int at, double confidence) {
        return new Measurement(
                row, col, phase, q[at], q[at + 1], q[at + 2], q[at + 3], Math.max(0, Math.min(1, confidence)));
    }
}
