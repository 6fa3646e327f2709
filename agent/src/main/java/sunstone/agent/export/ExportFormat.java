package sunstone.agent.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Format of an exported file; its word is the ending of the file's name. */
public enum ExportFormat {
    /** Channel text of Oxford Instruments. */
    CTF("text/plain; charset=iso-8859-1"),
    /** Text of EDAX. */
    ANG("text/plain; charset=iso-8859-1"),
    /** HDF5 in the layout of EDAX OIM. */
    H5("application/x-hdf5"),
    /** Table, decimal points and commas. */
    CSV("text/csv; charset=utf-8"),
    /** Picture with key and scale bar. */
    PNG("image/png");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Value of the header Content-Type. */
    public String mediaType() {
        return mediaType;
    }

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether files of this format are EBSD maps. */
    boolean map() {
        return this == CTF || this == ANG || this == H5;
    }

    /** The format of a word, if there is one. */
    public static Optional<ExportFormat> of(String word) {
        return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
    }
}
