package sunstone.connectors.format.map;

import java.io.IOException;
import java.nio.file.Path;
import sunstone.connectors.format.EbsdMaps;

/** A format that is read. A new format is one class of this kind and one line in {@link EbsdMaps}. */
public interface EbsdReader {
    /**
     * Reads a map.
     *
     * @param scan name of the scan in a file of several, empty if none was named
     * @throws MalformedFile saying what is wrong, whatever the file holds
     */
    EbsdMap read(Path file, String scan) throws IOException, MalformedFile;
}
