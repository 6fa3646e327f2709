package sunstone.connectors.format.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.EbsdReader;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;

/**
 * HDF5 files of EDAX (.h5, .oh5), Oxford Instruments (.h5oina), Bruker (.h5) and DREAM.3D (.h5ebsd, .dream3d 7.0 and 8.0). The
 * layout is told by what the file holds, not by the ending of its name. A file of several scans needs the name of one.
 */
public final class Hdf5Reader implements EbsdReader {
    /** A scan of a file, before it is read. */
    public interface Scan {
        EbsdMap read() throws MalformedFile;
    }

    /** Groups above a scan, and groups that are looked into for one. */
    private static final int DEEPEST = 3, MOST_GROUPS = 10_000;

    private final List<String> notes = new ArrayList<>();
    private int visited;

    @Override
    public EbsdMap read(Path file, String scan) throws IOException, MalformedFile {
        try (HdfFile hdf = open(file)) {
            Map<String, Scan> scans = scans(hdf);
            if (scans.isEmpty()) {
                throw new MalformedFile("holds no EBSD scan of EDAX, Oxford, Bruker, .h5ebsd or DREAM.3D; it holds "
                        + TextLines.shortened(
                                String.join(", ", Hdf5.children(hdf).keySet())));
            }
            if (scan.isEmpty() && scans.size() > 1) {
                throw new MalformedFile("holds " + scans.size() + " scans, name one as FILE#NAME: " + listed(scans));
            }
            Scan chosen = scan.isEmpty() ? scans.values().iterator().next() : scans.get(scan);
            if (chosen == null) {
                throw new MalformedFile("has no scan \"" + TextLines.shortened(scan) + "\", it has: " + listed(scans));
            }
            return chosen.read();
        } catch (RuntimeException | StackOverflowError e) { // a damaged file makes the library throw what it likes
            throw new MalformedFile("is damaged, or written in a way that is not read here ("
                    + TextLines.shortened(firstCause(e)) + "): h5repack -f GZIP=6 writes it anew");
        }
    }

    private static String firstCause(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; depth < 20 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /**
     * Opens a file. Up to 2 GiB it is mapped, and a length that a damaged file claims runs against the end of the map; beyond that
     * the library reads, and allocates what is claimed.
     */
    private static HdfFile open(Path file) throws IOException {
        if (Files.size(file) > Integer.MAX_VALUE) {
            return new HdfFile(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    private static String listed(Map<String, Scan> scans) {
        List<String> names = new ArrayList<>(scans.keySet());
        return String.join(", ", names.subList(0, Math.min(20, names.size()))) + (names.size() > 20 ? ", ..." : "");
    }

    private Map<String, Scan> scans(HdfFile hdf) throws MalformedFile {
        Map<String, Scan> scans = new LinkedHashMap<>();
        Dream3dScans.find(hdf, scans, notes);
        String maker = Hdf5.text(hdf, "Manufacturer").toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Node> e : Hdf5.children(hdf).entrySet()) {
            if (e.getValue() instanceof Group group) {
                vendor(e.getKey().strip(), group, maker, hdf, scans);
            }
        }
        return scans;
    }

    /** Adds a group of the top, and those in it, which are scans. */
    private void vendor(String name, Group group, String maker, Group top, Map<String, Scan> scans)
            throws MalformedFile {
        if (Hdf5.find(group, "Data").isPresent() && Hdf5.find(group, "Header").isPresent()) {
            scans.put(name, () -> new H5EbsdScan(top, notes).read(group, maker));
            return;
        }
        nested(name, group, maker, scans, DEEPEST);
    }

    /** Adds a group that is a scan, and those in it that are: EDAX has sample / area / map. */
    private void nested(String name, Group group, String maker, Map<String, Scan> scans, int deeper)
            throws MalformedFile {
        if (Hdf5.find(group, "EBSD", "Data").isPresent()) {
            scans.put(name, () -> vendorScan(Hdf5.group(group, "EBSD"), maker));
            return;
        }
        for (Map.Entry<String, Node> e : Hdf5.children(group).entrySet()) {
            if (deeper > 0 && e.getValue() instanceof Group inner && visited++ < MOST_GROUPS) {
                nested(name + "/" + e.getKey().strip(), inner, maker, scans, deeper - 1);
            }
        }
    }

    private EbsdMap vendorScan(Group ebsd, String maker) throws MalformedFile {
        Group data = Hdf5.group(ebsd, "Data"), header = Hdf5.group(ebsd, "Header");
        if (maker.contains("oxford") || Hdf5.child(data, "Euler") != null) {
            return new OxfordScan(notes).read(data, header);
        }
        if (maker.contains("bruker") || Hdf5.child(data, "RadonQuality") != null) {
            return new BrukerScan(notes).read(data, header);
        }
        return new EdaxScan(notes).read(data, header);
    }
}
