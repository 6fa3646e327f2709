package sunstone.connectors.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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
        String name = file.toString().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (!Files.isRegularFile(file)) {
            return refused(file, "is not a file");
        }
        try {
            return switch (ending) {
                case "ctf" -> new EbsdFile.Read(new CtfReader().read(file));
                case "ang" -> new EbsdFile.Read(new AngReader().read(file));
                case "cpr" -> new EbsdFile.Read(new CprReader().read(file));
                case "crc" -> refused(file, "is the data of a project: name the .cpr beside it");
                case "h5", "h5oina", "hdf5", "dream3d" ->
                    refused(file, "is HDF5, which this version does not read; export it as .ctf or .ang");
                default -> refused(file, "has no known ending, known are .ctf, .ang and .cpr");
            };
        } catch (MalformedFile e) {
            return refused(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused(file, "cannot be read: " + e);
        }
    }

    private static EbsdFile refused(Path file, String what) {
        return new EbsdFile.Refused(file.getFileName() + ": " + what);
    }
}
