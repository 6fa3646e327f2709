package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Creator;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;

/**
 * A section is put under the instrument. The first phase of the list is the one that is mapped.
 *
 * @param scanId record key of everything that belongs to the scan
 * @param specimenId the specimen that the section was cut from
 * @param section number of the section in its specimen
 * @param rows rows of the EBSD grid
 * @param cols columns of the EBSD grid
 * @param stepUm distance of neighbouring pixels, micrometres
 * @param phases at least one, numbered from 1 (0 on the wire means not indexed)
 * @param frame what the angles refer to
 * @param pl the polarized-light stack that comes with the scan
 * @param budget when to stop
 * @param specimenPrior where to learn from
 * @param roi which pixels are wanted; absent means all
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanOpened(
        String scanId,
        String specimenId,
        int section,
        int rows,
        int cols,
        double stepUm,
        List<Phase> phases,
        Frame frame,
        Pl pl,
        Budget budget,
        @Nullable SpecimenPrior specimenPrior,
        @Nullable RegionRuns roi)
        implements Scan {
    public ScanOpened {
        Limits.id("scanId", scanId);
        Limits.id("specimenId", specimenId);
        ScanGrid grid = new ScanGrid(rows, cols, stepUm);
        phases = List.copyOf(phases);
        Limits.atLeast("number of phases", phases.size(), 1);
        Set<Integer> ids = new HashSet<>();
        for (Phase p : phases) {
            if (!ids.add(p.id())) {
                throw new IllegalArgumentException("phases must have different ids: " + p.id() + " occurs twice");
            }
        }
        if (roi != null && roi.size() != grid.size()) {
            throw new IllegalArgumentException("roi.runs must add up to the " + grid.size() + " pixels of " + rows
                    + " x " + cols + ": " + roi.size());
        }
    }

    /** The raster of the section. */
    public ScanGrid grid() {
        return new ScanGrid(rows, cols, stepUm);
    }

    /** The phase that is mapped: the first of the list. */
    public Phase mappedPhase() {
        return phases.get(0);
    }

    /** The phase of a number. */
    public Optional<Phase> phase(int id) {
        return phases.stream().filter(p -> p.id() == id).findFirst();
    }

    /**
     * One phase of the section.
     *
     * @param id at least 1
     * @param laue Laue symbol such as {@code 6/mmm}
     */
    @Serdeable
    public record Phase(int id, String name, String laue) {
        private static final List<String> SYMBOLS =
                Arrays.stream(LaueGroup.values()).map(LaueGroup::symbol).toList();

        public Phase {
            Limits.atLeast("phases.id", id, 1);
            Limits.oneOf("phases.laue", laue, SYMBOLS);
        }

        /** The Laue group of the symbol. */
        public LaueGroup laueGroup() {
            return LaueGroup.of(laue);
        }
    }

    /**
     * Frames that the angles refer to.
     *
     * @param eulerConvention {@value #BUNGE}
     * @param crystalAxes hexagonal crystal axes: symbol of a {@link CrystalAxes}
     * @param mapFrame name of the frame of rows and columns, as the instrument calls it
     */
    @Serdeable
    public record Frame(String eulerConvention, String crystalAxes, String mapFrame) {
        /** Passive Bunge angles, degrees. */
        public static final String BUNGE = "bunge-passive-deg";

        public Frame {
            Limits.oneOf("frame.eulerConvention", eulerConvention, List.of(BUNGE));
            Limits.oneOf(
                    "frame.crystalAxes",
                    crystalAxes,
                    Arrays.stream(CrystalAxes.values()).map(CrystalAxes::symbol).toList());
        }

        /** The setting of the crystal axes. */
        public CrystalAxes axes() {
            return CrystalAxes.of(crystalAxes);
        }
    }

    /**
     * The polarized-light stack.
     *
     * @param frames number of stage angles
     * @param stepDeg turn of the stage from frame to frame, degrees
     * @param rows rows of a frame; frame and EBSD raster cover the same field, but for what the points teach
     * @param cols columns of a frame
     * @param optics what is known of the instrument
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pl(
            int frames,
            double stepDeg,
            int rows,
            int cols,
            @Nullable KnownOptics optics) {
        /** A stack of an instrument of which nothing is known. */
        public Pl(int frames, double stepDeg, int rows, int cols) {
            this(frames, stepDeg, rows, cols, null);
        }

        @Creator
        public Pl {
            Limits.atLeast("pl.frames", frames, 0);
            Limits.positive("pl.stepDeg", stepDeg, "degrees");
            Limits.atLeast("pl.rows", rows, 1);
            Limits.atLeast("pl.cols", cols, 1);
        }
    }

    /**
     * Limits at which to stop, whichever comes first.
     *
     * @param points most points to measure
     * @param targetDeg mean error to reach with a probability of 90%, degrees
     * @param deadline latest time
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Budget(
            @Nullable Integer points,
            @Nullable Double targetDeg,
            @Nullable Instant deadline) {
        public Budget {
            if (points != null) {
                Limits.atLeast("budget.points", points, 0);
            }
            if (targetDeg != null) {
                Limits.positive("budget.targetDeg", targetDeg, "degrees");
            }
        }

        /** No limit. */
        public static Budget none() {
            return new Budget(null, null, null);
        }
    }

    /**
     * The section of the same specimen that was measured before and lies nearest.
     *
     * @param thicknessUm distance of the two sections, micrometres; without it nothing is carried over
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SpecimenPrior(
            String previousScanId, @Nullable Double thicknessUm) {
        public SpecimenPrior {
            Limits.id("specimenPrior.previousScanId", previousScanId);
            if (thicknessUm != null) {
                Limits.positive("specimenPrior.thicknessUm", thicknessUm, "micrometres");
            }
        }
    }
}
