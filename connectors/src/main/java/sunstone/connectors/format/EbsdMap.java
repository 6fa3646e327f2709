package sunstone.connectors.format;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * A measured map as a file holds it. Arrays are shared, not copied, and nobody writes to them afterwards.
 *
 * @param grid raster
 * @param phases phases of the map, ids from 1
 * @param phase phase of each pixel, 0 where it is not indexed, shape [rows * cols]
 * @param quaternions unit quaternions, sample to crystal (passive), scalar first, crystal axes X parallel to a; the
 *     identity where a pixel is not indexed; shape [rows * cols, 4]
 * @param quality 0 to 1: band contrast / 255 of Oxford files, confidence index of .ang files; shape [rows * cols]
 * @param notes what the reader had to decide where the file contradicts itself, one sentence each
 */
public record EbsdMap(
        ScanGrid grid, List<Phase> phases, byte[] phase, double[] quaternions, float[] quality, List<String> notes) {
    public EbsdMap {
        phases = List.copyOf(phases);
        notes = List.copyOf(notes);
        int n = grid.size();
        if (phase.length != n || quaternions.length != 4 * n || quality.length != n) {
            throw new IllegalArgumentException("a map of " + grid.rows() + " x " + grid.cols() + " needs " + n
                    + " phases, " + 4 * n + " quaternion parts and " + n + " qualities, not " + phase.length + ", "
                    + quaternions.length + " and " + quality.length);
        }
    }

    /** The phase of an id, if the map has it. */
    public Optional<Phase> phaseOf(int id) {
        return phases.stream().filter(p -> p.id() == id).findFirst();
    }

    /**
     * The optically uniaxial phase with the most pixels, since the model of PL is of such crystals; without one, the
     * phase with the most pixels.
     */
    public Optional<Phase> mapped() {
        return phases.stream()
                .filter(p -> count(p.id()) > 0)
                .max(Comparator.<Phase>comparingInt(p -> p.laue().system().uniaxial() ? 1 : 0)
                        .thenComparingInt(p -> count(p.id())));
    }

    /** Number of pixels of a phase; of phase 0, the pixels that are not indexed. */
    public int count(int phaseId) {
        int n = 0;
        for (byte p : phase) {
            n += p == phaseId ? 1 : 0;
        }
        return n;
    }

    /**
     * The map of one phase; every other pixel is not valid.
     *
     * @throws IllegalArgumentException if the map has no such phase
     */
    public OrientationMap toOrientationMap(int phaseId) {
        Phase mapped = phaseOf(phaseId)
                .orElseThrow(() -> new IllegalArgumentException("no phase " + phaseId + " in this map, which has "
                        + Arrays.toString(phases.stream().mapToInt(Phase::id).toArray())));
        boolean[] valid = new boolean[phase.length];
        for (int i = 0; i < valid.length; i++) {
            valid[i] = phase[i] == phaseId;
        }
        return new OrientationMap(grid, mapped.laue(), quaternions, valid);
    }
}
