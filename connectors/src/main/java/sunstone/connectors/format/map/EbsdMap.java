package sunstone.connectors.format.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * A measured map as a file holds it. Arrays are shared, not copied, and nobody writes to them afterwards.
 *
 * @param grid raster
 * @param phases phases that can be mapped, ids from 1
 * @param phase phase of each pixel, any of {@code crystals}, 0 where it is not indexed, shape [rows * cols]
 * @param quaternions unit quaternions, sample to crystal (passive), scalar first, crystal axes X parallel to a; the
 *     identity where a pixel is not indexed; shape [rows * cols, 4]
 * @param quality 0 to 1: band contrast / 255 of Oxford files, confidence index of .ang files; 0 where nothing was
 *     measured, above 0 where a measurement found no orientation; shape [rows * cols]
 * @param notes what the reader masked, guessed or found contradicting itself, one sentence each
 * @param crystals every phase of the file, those that cannot be mapped too
 * @param originXUm x of the first column, micrometres
 * @param originYUm y of the first row, micrometres
 */
public record EbsdMap(
        ScanGrid grid,
        List<Phase> phases,
        byte[] phase,
        double[] quaternions,
        float[] quality,
        List<String> notes,
        List<CrystalPhase> crystals,
        double originXUm,
        double originYUm) {
    public EbsdMap {
        phases = List.copyOf(phases);
        notes = List.copyOf(notes);
        crystals = List.copyOf(crystals);
        int n = grid.size();
        if (phase.length != n || quaternions.length != 4 * n || quality.length != n) {
            throw new IllegalArgumentException("a map of " + grid.rows() + " x " + grid.cols() + " needs " + n
                    + " phases, " + 4 * n + " quaternion parts and " + n + " qualities, not " + phase.length + ", "
                    + quaternions.length + " and " + quality.length);
        }
    }

    /** A map of phases of which only the symmetry is known, from the origin. */
    public EbsdMap(
            ScanGrid grid,
            List<Phase> phases,
            byte[] phase,
            double[] quaternions,
            float[] quality,
            List<String> notes) {
        this(
                grid,
                phases,
                phase,
                quaternions,
                quality,
                notes,
                phases.stream().map(CrystalPhase::of).toList(),
                0,
                0);
    }

    /** The map that a reader found. */
    public EbsdMap(
            ScanGrid grid,
            List<CrystalPhase> crystals,
            byte[] phase,
            double[] quaternions,
            float[] quality,
            List<String> notes,
            double originXUm,
            double originYUm) {
        this(grid, FilePhases.mapped(crystals), phase, quaternions, quality, notes, crystals, originXUm, originYUm);
    }

    /** The same map, more said of it. */
    public EbsdMap withNotes(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new EbsdMap(grid, phases, phase, quaternions, quality, all, crystals, originXUm, originYUm);
    }

    /** The description of a phase, if the map has it. */
    public Optional<CrystalPhase> crystalOf(int id) {
        return crystals.stream().filter(p -> p.id() == id).findFirst();
    }

    /** The phase of an id, if the map has it and it can be mapped. */
    public Optional<Phase> phaseOf(int id) {
        return phases.stream().filter(p -> p.id() == id).findFirst();
    }

    /**
     * The 6/mmm phase with the most pixels, which the shipped prior knows; without one, the optically uniaxial phase
     * with the most, which PL tells about; without one, the phase with the most pixels.
     */
    public Optional<Phase> mapped() {
        return phases.stream()
                .filter(p -> count(p.id()) > 0)
                .max(Comparator.<Phase>comparingInt(p -> p.laue() == LaueGroup.HEXAGONAL
                                ? 2
                                : p.laue().system().uniaxial() ? 1 : 0)
                        .thenComparingInt(p -> count(p.id())));
    }

    /** Whether a pixel was measured, with or without an orientation to show for it. */
    public boolean measured(int pixel) {
        return phase[pixel] != 0 || quality[pixel] > 0;
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
