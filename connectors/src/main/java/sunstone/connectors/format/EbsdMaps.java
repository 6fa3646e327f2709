package sunstone.connectors.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sunstone.connectors.format.hdf5.EdaxHdf5Writer;
import sunstone.connectors.format.hdf5.Hdf5Reader;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.EbsdReader;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.text.AngReader;
import sunstone.connectors.format.text.AngWriter;
import sunstone.connectors.format.text.CprReader;
import sunstone.connectors.format.text.CtfReader;
import sunstone.connectors.format.text.CtfWriter;

/** Reads a map, choosing the format by the ending of the file's name. */
public final class EbsdMaps {
    /** The endings that are read, for help texts and refusals. */
    public static final String READ = ".ctf, .ang, .cpr, .h5, .oh5, .h5oina, .hdf5, .h5ebsd, .dream3d";

    /** The endings that {@link #write} knows, for help texts and refusals. */
    public static final String WRITTEN = ".ctf, .ang or .h5 (EDAX layout)";

    /** Every format that is read, by ending. */
    private static final Map<String, Supplier<EbsdReader>> READERS = new LinkedHashMap<>();

    static {
        READERS.put("ctf", CtfReader::new);
        READERS.put("ang", AngReader::new);
        READERS.put("cpr", CprReader::new);
        for (String ending : List.of("h5", "oh5", "h5oina", "hdf5", "h5ebsd", "dream3d")) {
            READERS.put(ending, Hdf5Reader::new);
        }
        assert READ.equals("." + String.join(", .", READERS.keySet())) : READERS.keySet();
    }

    private EbsdMaps() {}

    /**
     * Reads a file.
     *
     * @param file ending in one of {@link #READ}, a .cpr with its .crc beside it; of a file that holds several scans,
     *     FILE#NAME
     * @return the map, or why it was refused; never an exception for what the file holds
     */
    public static EbsdFile read(Path file) {
        Path path = file;
        String scan = "";
        String whole = file.toString();
        int hash = whole.lastIndexOf('#');
        if (hash > 0 && !Files.exists(file)) {
            path = file.getFileSystem().getPath(whole.substring(0, hash));
            scan = whole.substring(hash + 1);
        }
        if (!Files.isRegularFile(path)) {
            return refused(file, "is not a file");
        }
        String name = path.toString().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        Supplier<EbsdReader> reader = READERS.get(ending);
        if (reader == null) {
            return refused(file, ForeignFile.ofEnding(ending).orElse("has no known ending, known are " + READ));
        }
        try {
            Optional<String> other = ForeignFile.ofContent(path, ending);
            if (other.isPresent()) {
                return refused(file, other.get());
            }
            EbsdMap map = reader.get().read(path, scan);
            List<String> contradicted = AxesCheck.notes(map);
            return new EbsdFile.Read(contradicted.isEmpty() ? map : map.withNotes(contradicted));
        } catch (MalformedFile e) {
            return refused(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused(file, "cannot be read: " + e);
        }
    }

    /** Whether {@link #write} knows the ending of a file's name. */
    public static boolean writes(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".ctf") || name.endsWith(".ang") || name.endsWith(".h5");
    }

    /**
     * Writes a map in the format that the ending of the file's name tells; an existing file is replaced.
     *
     * @param deviationDeg column MAD of a .ctf, Fit of an .ang or .h5, degrees, shape [rows * cols]
     * @param measured column Bands of a .ctf, SEM of an .ang or .h5: 1 where measured, 0 where guessed; shape [rows * cols]
     * @param author what the file says of its origin
     */
    public static void write(EbsdMap map, float[] deviationDeg, boolean[] measured, String author, Path file)
            throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".h5")) {
            EdaxHdf5Writer.write(map, deviationDeg, measured, author, file);
        } else if (name.endsWith(".ang")) {
            AngWriter.write(map, deviationDeg, measured, author, file);
        } else {
            CtfWriter.write(map, deviationDeg, measured, author, file);
        }
    }

    private static EbsdFile refused(Path file, String what) {
        return new EbsdFile.Refused(file.getFileName() + ": " + what);
    }
}
