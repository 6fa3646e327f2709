package sunstone.connectors.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Files that people name and that hold no map for a reader: what each is, and the way out. */
final class ForeignFile {
    private static final int HEAD = 64;

    private ForeignFile() {}

    /** What is said of an ending, in lower case; empty if nothing is known of it. */
    static Optional<String> ofEnding(String ending) {
        return Optional.ofNullable(
                switch (ending) {
                    case "crc" -> "is the data of a project: name the .cpr beside it";
                    case "edaxh5" ->
                        "is a file of EDAX APEX, whose orientations are described nowhere: export the map from APEX or"
                                + " OIM Analysis as .ang or .h5";
                    case "osc", "up1", "up2" ->
                        "is a binary file of EDAX OIM, which is described nowhere: export the map from OIM Analysis as .ang"
                                + " or .h5";
                    case "bcf" ->
                        "is a file of Bruker Esprit, which is described nowhere: export the map from Esprit as .h5 or .ctf";
                    case "oip", "oipx", "ebsp" ->
                        "is a project of Oxford AZtec, which is described nowhere: export the map from AZtec as .h5oina or"
                                + " .ctf";
                    case "gz", "zip", "7z", "rar", "bz2", "xz" -> "is packed: unpack it and name the file in it";
                    default -> null;
                });
    }

    /** What is said of a file whose content is not what its ending says; empty if it may be. */
    static Optional<String> ofContent(Path file, String ending) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        boolean hdf5 = !ending.matches("ctf|ang|cpr");
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String start = text.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("\u001f\u008b") || text.startsWith("PK\u0003\u0004")) {
            return Optional.of("is packed: unpack it and name the file in it");
        }
        if (start.startsWith("version https://git-lfs")) {
            return Optional.of("is a pointer of Git LFS, not the file itself: fetch it with git lfs pull");
        }
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return Optional.of("is a page of the web, not the file itself: download the raw file");
        }
        if (!hdf5 && text.startsWith("\u0089HDF\r\n")) {
            return Optional.of("is an HDF5 file: give it the ending .h5");
        }
        if (!ending.equals("ctf") && start.startsWith("channel text file")) {
            return Optional.of("is a channel text file: give it the ending .ctf");
        }
        return Optional.empty();
    }
}
