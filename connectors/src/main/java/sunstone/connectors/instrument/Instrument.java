package sunstone.connectors.instrument;

import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;

/**
 * An EBSD instrument with a section under its beam: what {@link KafkaInstrument} puts on the wire. The virtual
 * microscope is one; a driver of a real one implements the same methods.
 *
 * <p>Not thread-safe: the thread of the {@link KafkaInstrument} that it is given to owns it.
 */
public interface Instrument {
    /** Raster of the scan. */
    ScanGrid grid();

    /** Number that the scan gives the mapped phase, at least 1. */
    int phase();

    /** Laue group of the mapped phase. */
    LaueGroup laue();

    /** Pixels to be mapped, shape [rows * cols], or null for all; nobody writes to it. */
    boolean @Nullable [] region();

    /**
     * Measures a pixel once more.
     *
     * @throws IllegalArgumentException if the pixel lies outside the grid
     */
    Measurement measure(int row, int col);

    /**
     * Counts a visit to a pixel that was made before this process started, so that a simulated instrument goes on
     * alike.
     */
    void countVisit(int row, int col);

    /**
     * Time to go to a pixel and measure it, milliseconds.
     *
     * @param fromPixel row-major index of where the beam is, or negative if it has not measured yet
     * @param toPixel row-major index of the pixel
     */
    double visitMillis(int fromPixel, int toPixel);

    /** Time to take a frame of polarized light, milliseconds. */
    double frameMillis();

    /** The camera of its polarized-light microscope. */
    interface Camera {
        /** Frames in a full turn of the stage, at least 1. */
        int frames();

        /** Stage angle of a frame, degrees. */
        double stageDeg(int frame);

        /** One frame, the same at every call: intensities, shape [rows * cols]. */
        float[] frame(int frame);
    }
}
