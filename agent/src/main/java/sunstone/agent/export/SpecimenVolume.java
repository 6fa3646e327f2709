package sunstone.agent.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.SectionPosterior;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.carry.CarryOver;
import sunstone.models.posterior.carry.FinishedSection;
import sunstone.models.posterior.carry.Pose;

/**
 * Finished sections of a specimen as one volume, in the frame and on the raster of the first: each section is brought
 * to where its light lies on the one before. A section that is missing between two takes the orientation of the nearer
 * one, and is as uncertain as the two differ.
 *
 * @param grid raster of every layer
 * @param thicknessUm distance of two layers, micrometres
 * @param layers from the lowest number to the highest
 * @param notes what a user has to know
 */
public record SpecimenVolume(ScanGrid grid, double thicknessUm, List<Layer> layers, List<String> notes) {
    /** Sections that are missing in a row and filled at most: beyond that nothing is known of what lies between. */
    private static final int MOST_FILLED = 100;

    public SpecimenVolume {
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    /**
     * One layer.
     *
     * @param section its number
     * @param scanId its scan, or null if it was filled
     * @param map orientations in the frame of the volume; not valid where the section was not seen
     * @param uncertaintyDeg expected disorientation to the truth per pixel, degrees, NaN where not valid
     * @param measured which pixels were measured
     * @param pose where the section's raster lies on the volume's
     */
    public record Layer(
            int section,
            @Nullable String scanId,
            OrientationMap map,
            float[] uncertaintyDeg,
            boolean[] measured,
            Pose pose) {}

    /**
     * A section to put in.
     *
     * @param record what it left
     * @param section the same, unpacked
     * @param thicknessUm above the section before it, micrometres, or null if nobody told
     * @param measured which pixels of its raster were measured
     */
    public record Piece(
            SectionPosterior record,
            FinishedSection section,
            @Nullable Double thicknessUm,
            boolean[] measured) {}

    /**
     * Puts sections together.
     *
     * @param pieces of one specimen in any order, at least one, of one Laue group; of several with one number the last
     * @throws IllegalArgumentException if they do not go together
     */
    public static SpecimenVolume of(Collection<Piece> pieces) {
        TreeMap<Integer, Piece> bySection = new TreeMap<>();
        pieces.forEach(p -> bySection.put(p.record().section(), p));
        if (bySection.isEmpty()) {
            throw new IllegalArgumentException("a volume has at least one section");
        }
        return new Assembly(bySection).volume();
    }

    /** One volume in the making. */
    private static final class Assembly {
        private final TreeMap<Integer, Piece> pieces;
        private final ScanGrid grid;
        private final LaueGroup laue;
        private final List<String> notes = new ArrayList<>();

        Assembly(TreeMap<Integer, Piece> pieces) {
            this.pieces = pieces;
            FinishedSection first = pieces.firstEntry().getValue().section();
            this.grid = first.map().grid();
            this.laue = first.map().laue();
        }

        SpecimenVolume volume() {
            double thickness = thicknessUm();
            List<Layer> layers = new ArrayList<>();
            Piece before = null;
            Pose pose = Pose.SAME;
            for (Map.Entry<Integer, Piece> e : pieces.entrySet()) {
                Piece piece = e.getValue();
                if (piece.section().map().laue() != laue
                        || piece.section().map().grid().stepUm() != grid.stepUm()) {
                    throw new IllegalArgumentException("section " + e.getKey()
                            + " has another step or Laue group than the first: "
                            + piece.section().map().grid().stepUm() + " um, "
                            + piece.section().map().laue().symbol());
                }
                if (before != null) {
                    int missing = e.getKey() - before.record().section() - 1;
                    double depthPx = (missing + 1) * thickness / grid.stepUm();
                    pose = pose(before, piece, depthPx).on(pose);
                    Layer above = layer(piece, pose);
                    fill(layers, above, missing);
                    layers.add(above);
                } else {
                    layers.add(layer(piece, pose));
                }
                before = piece;
            }
            return new SpecimenVolume(grid, thickness, layers, notes);
        }

        /** The median of what the sections say; the step of the raster if none says anything. */
        private double thicknessUm() {
            double[] told = new double[pieces.size()];
            int count = 0;
            Integer before = null;
            for (Map.Entry<Integer, Piece> e : pieces.entrySet()) {
                Double t = e.getValue().thicknessUm();
                if (t != null && before != null) {
                    told[count++] = t / (e.getKey() - before);
                }
                before = e.getKey();
            }
            if (count == 0) {
                if (pieces.size() > 1) {
                    notes.add(
                            "no section says how thick it is: voxels are taken for cubes of " + grid.stepUm() + " um");
                }
                return grid.stepUm();
            }
            Arrays.sort(told, 0, count);
            if (told[count - 1] > 1.01 * told[0]) {
                notes.add(String.format(
                        Locale.ROOT,
                        "sections are %.3f to %.3f um thick, layers are all %.3f um",
                        told[0],
                        told[count - 1],
                        told[count / 2]));
            }
            return told[count / 2];
        }

        private Pose pose(Piece below, Piece above, double depthPx) {
            FinishedSection own = above.section();
            if (own.light() == null || below.section().light() == null) {
                notes.add("section " + above.record().section()
                        + " has no light to be aligned by: it lies as it was mounted");
                return Pose.SAME;
            }
            CarryOver.Opening opening =
                    CarryOver.open(below.section(), own.map().grid(), PlFit.placed(own.light()), depthPx);
            Pose pose = opening.pose();
            if (pose == null) {
                notes.add("section " + above.record().section() + " lies as it was mounted: " + opening.why());
                return Pose.SAME;
            }
            return pose;
        }

        private Layer layer(Piece piece, Pose pose) {
            OrientationMap own = piece.section().map();
            int n = grid.size();
            double[] q = new double[4 * n];
            boolean[] valid = new boolean[n];
            boolean[] measured = new boolean[n];
            float[] uncertainty = new float[n];
            double[] place = new double[2];
            for (int i = 0; i < n; i++) {
                pose.back(grid.row(i) - (grid.rows() - 1) / 2.0, grid.col(i) - (grid.cols() - 1) / 2.0, place);
                int row = (int) Math.rint(place[0] + (own.grid().rows() - 1) / 2.0);
                int col = (int) Math.rint(place[1] + (own.grid().cols() - 1) / 2.0);
                int j = own.grid().contains(row, col) ? own.grid().index(row, col) : -1;
                valid[i] = j >= 0 && own.valid()[j];
                q[4 * i] = 1;
                uncertainty[i] = Float.NaN;
                if (valid[i]) {
                    System.arraycopy(own.quaternions(), 4 * j, q, 4 * i, 4);
                    pose.straighten(q, 4 * i);
                    laue.reduce(q, 4 * i, q, 4 * i);
                    measured[i] = piece.measured()[j];
                    uncertainty[i] = piece.section().uncertaintyDeg()[j];
                }
            }
            return new Layer(
                    piece.record().section(),
                    piece.record().scanId(),
                    new OrientationMap(grid, laue, q, valid),
                    uncertainty,
                    measured,
                    pose);
        }

        private void fill(List<Layer> layers, Layer above, int missing) {
            if (missing > MOST_FILLED) {
                throw new IllegalArgumentException(missing + " sections are missing below section " + above.section()
                        + ", more than " + MOST_FILLED);
            }
            Layer below = layers.get(layers.size() - 1);
            for (int k = 1; k <= missing; k++) {
                double share = (double) k / (missing + 1);
                layers.add(filled(below, above, below.section() + k, share));
            }
            if (missing > 0) {
                notes.add(
                        missing == 1
                                ? "section " + (above.section() - 1) + " is missing and was filled"
                                : "sections " + (below.section() + 1) + " to " + (above.section() - 1)
                                        + " are missing and were filled");
            }
        }

        private Layer filled(Layer below, Layer above, int section, double share) {
            Layer near = share <= 0.5 ? below : above;
            Layer far = share <= 0.5 ? above : below;
            double other = Math.min(share, 1 - share); // probability that a grain of the farther one has begun already
            int n = grid.size();
            float[] uncertainty = new float[n];
            for (int i = 0; i < n; i++) {
                if (!near.map().valid()[i]) {
                    uncertainty[i] = Float.NaN;
                    continue;
                }
                double apart = far.map().valid()[i]
                        ? Math.toDegrees(laue.disorientation(
                                near.map().quaternions(), 4 * i, far.map().quaternions(), 4 * i))
                        : laue.maxDisorientationDeg();
                float claimed = far.map().valid()[i]
                        ? Math.max(near.uncertaintyDeg()[i], far.uncertaintyDeg()[i])
                        : near.uncertaintyDeg()[i];
                uncertainty[i] = (float) (claimed + other * apart);
            }
            return new Layer(section, null, near.map(), uncertainty, new boolean[n], near.pose());
        }
    }
}
