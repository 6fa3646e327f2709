package sunstone.models.map;

import static java.util.Objects.requireNonNull;

import sunstone.models.crystallography.LaueGroup;

/**
 * A crystal phase of a scan.
 *
 * @param id number in the scan's list, 1 to {@link #MAX_ID} (0 means not indexed)
 * @param name name as the instrument gives it, may be empty
 * @param laue Laue group of the phase
 */
public record Phase(int id, String name, LaueGroup laue) {
    /** Largest phase number: phase maps hold one signed byte a pixel. */
    public static final int MAX_ID = 127;

    public Phase {
        requireNonNull(name, "name");
        requireNonNull(laue, "laue");
        if (id < 1 || id > MAX_ID) {
            throw new IllegalArgumentException("phase id must be in 1.." + MAX_ID + ": " + id);
        }
    }
}
