package sunstone.agent.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Layer of a revision that is exported. */
public enum ExportLayer {
    /** Orientation of every wanted pixel, its uncertainty, and whether it was measured. */
    ORIENTATION,
    /** Uncertainty of every wanted pixel, degrees. */
    UNCERTAINTY,
    /** Steps between neighbouring pixels of different grains. */
    BOUNDARIES,
    /** Measured points as they came. */
    MEASURED;

    /** The word of the contract. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a format has a place for this layer: files of maps hold orientations, and uncertainty as a column of
     * them.
     */
    public boolean fits(ExportFormat format) {
        return !format.map() || this == ORIENTATION || this == MEASURED;
    }

    /** The layer of a word, if there is one. */
    public static Optional<ExportLayer> of(String word) {
        return Arrays.stream(values()).filter(l -> l.word().equals(word)).findFirst();
    }
}
