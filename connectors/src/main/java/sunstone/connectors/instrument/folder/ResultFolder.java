package sunstone.connectors.instrument.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;

/** Folder into which the software of an instrument puts a small map for every job. Not thread-safe. */
public final class ResultFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ResultFolder.class);

    private final ResultFile reader;
    private final SettledFiles files;

    /**
     * @param tableAxes crystal axes of tables; maps know theirs
     * @throws IOException if it is missing and cannot be made
     */
    public ResultFolder(ScanOpened scan, Path folder, CrystalAxes tableAxes) throws IOException {
        Files.createDirectories(folder);
        reader = new ResultFile(scan, tableAxes);
        files = new SettledFiles(folder, ResultFile::readable);
    }

    /** Looks once: a file counts when two looks find it the same. */
    public void look() throws IOException {
        files.look();
    }

    /**
     * Looks once more, and reads the files of a map whose first pixel is the first of some pixels, wherever its
     * software puts its origin.
     *
     * @param map beginning of the files' names
     * @param pixels of the map, the first of them its first
     * @return empty as long as there is no file that can be read
     */
    public List<Measurement> ofMap(String map, Collection<Pixel> pixels) throws IOException {
        List<Measurement> found = new ArrayList<>();
        for (SettledFiles.Settled s : files.look()) {
            String name = String.valueOf(s.file().getFileName());
            if (found.isEmpty() && beginsWith(name, map) && !ResultFile.endsInsideLine(s.file())) {
                try {
                    found.addAll(reader.ofMap(s.file(), pixels));
                } catch (IOException e) { // its software still holds it
                    LOG.debug("{} cannot be read yet", s.file(), e);
                }
            }
        }
        return found;
    }

    /** Whether a name is that of a map, and not of one whose name goes on. */
    private static boolean beginsWith(String name, String map) {
        return name.regionMatches(true, 0, map, 0, map.length())
                && (name.length() == map.length() || !Character.isDigit(name.charAt(map.length())));
    }
}
