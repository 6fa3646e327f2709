package sunstone.models.posterior.carry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.polarizedlight.registration.Registration;
import sunstone.models.polarizedlight.stack.PlFit;

/**
 * Opens a section with what the section below it left.
 *
 * <p>The new light is calibrated against the old map as it would be against measured points ({@link LightCalibration}):
 * that gives the optics of the new section, and where its light lies on the old raster. As light was brought to where
 * the instrument's lies ({@link PlFit#knowing}), that is where the new raster lies on the old one ({@link Placement}),
 * and {@link GrainChange} which pixels go on.
 *
 * <p>Nothing is carried where the light contradicts the old map, as that of another specimen does, of a section that
 * lies upside down, or of one that was cut too deep.
 */
public final class CarryOver {
    /** Points of the old map that calibrate the new light: a step of {@link LightCalibration#basis}. */
    private static final int CALIBRATING = 202;
    /** Share of them that may lie in grains that have changed. */
    private static final double CHANGED = 0.25;

    /** Share of the pixels whose light must be that of the section below: unrelated light reaches a few per cent. */
    private static final double LEAST_ALIKE = 0.15;
    /** Claimed uncertainty up to which an old pixel calibrates light, degrees. */
    private static final double SURE_DEG = 5;

    private static final int SMALLEST = 2; // grains of fewer pixels lie on boundaries only

    private final FinishedSection below;
    private final ScanGrid grid;
    private final PlFit light;
    private final double depthPx;
    private final Grains grains;
    private final float[] inside;

    private CarryOver(FinishedSection below, ScanGrid grid, PlFit light, double depthPx) {
        this.below = below;
        this.grid = grid;
        this.light = light;
        this.depthPx = depthPx;
        this.grains = Grains.of(below.map());
        this.inside = GrainChange.distance(grains);
    }

    /**
     * Result of carrying over.
     *
     * @param carried what is known before any point, or null if nothing
     * @param why a sentence for the operator
     * @param pose where the section lies on the one below, or null if its light does not tell
     */
    public record Opening(
            @Nullable CarriedOver carried,
            String why,
            @Nullable Pose pose) {
        /** Of a section whose place is not known. */
        public Opening(@Nullable CarriedOver carried, String why) {
            this(carried, why, null);
        }
    }

    /**
     * Opens a section.
     *
     * @param below the section measured before it that is nearest to it
     * @param grid raster of the new section
     * @param light of the new section, brought to where the section below has found its own
     * @param depthPx distance of the two sections, pixels, above 0
     */
    public static Opening open(FinishedSection below, ScanGrid grid, PlFit light, double depthPx) {
        if (!(depthPx > 0)) {
            return new Opening(null, "nothing carried over: sections are " + depthPx + " px apart, not more than 0");
        }
        return new CarryOver(below, grid, light, depthPx).open();
    }

    private Opening open() {
        ScanGrid old = below.map().grid();
        PlImage raw = below.map().laue() == LaueGroup.HEXAGONAL ? light.image() : null;
        List<EbsdPoint> known = raw == null ? List.of() : calibrating();
        CalibratedLight seen = raw == null || known.size() < LightCalibration.LEAST_POINTS
                ? null
                : light.calibrated(old, known, CHANGED);
        if (raw == null || seen == null) {
            boolean[] none = new boolean[old.size()];
            Registration same = Registration.none(old, old);
            return carried(
                    GrainChange.of(grains, depthPx, null, null, none), new Placement(same, same, new double[2], grid));
        }
        PlImage image = seen.rectified();
        if (image == null) {
            return new Opening(null, "nothing carried over: the light contradicts the map of the section below");
        }
        RegisteredPl view = RegisteredPl.of(image, known);
        GrainChange change = GrainChange.of(grains, depthPx, before(view), view.smooth(), covered(view, old));
        if (!view.optics() || change.likeBelow() < LEAST_ALIKE) {
            return new Opening(
                    null,
                    String.format(
                            Locale.ROOT,
                            "nothing carried over: %.0f%% of the light is that of the section below, less than %.0f%%",
                            100 * (view.optics() ? change.likeBelow() : 0),
                            100 * LEAST_ALIKE));
        }
        Registration instrument = Registration.none(grid, raw.grid());
        return carried(change, new Placement(instrument, seen.calibration().registration(), view.shift(), grid));
    }

    /** Sure pixels of the old map, spread over it at random, as points. */
    private List<EbsdPoint> calibrating() {
        int[] sure = IntStream.range(0, inside.length)
                .filter(i -> inside[i] > 2 && below.uncertaintyDeg()[i] < SURE_DEG)
                .toArray();
        SplittableRandom random = new SplittableRandom(sure.length);
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < Math.min(CALIBRATING, sure.length); k++) {
            int swap = k + random.nextInt(sure.length - k);
            int pixel = sure[swap];
            sure[swap] = sure[k];
            points.add(EbsdPoint.of(
                    pixel / below.map().grid().cols(),
                    pixel % below.map().grid().cols(),
                    1,
                    below.map().quaternions(),
                    4 * pixel,
                    1));
        }
        return points;
    }

    private float @Nullable [] before(RegisteredPl view) {
        PlImage image = below.light();
        return image == null || image.harmonics().length != view.smooth().length
                ? null
                : RegisteredPl.placed(image, List.of()).smooth();
    }

    private boolean[] covered(RegisteredPl view, ScanGrid old) {
        boolean[] out = new boolean[old.size()];
        PlImage image = below.light();
        for (int i = 0; i < out.length; i++) {
            out[i] = view.covers(i) && (image == null || image.covers(i));
        }
        return out;
    }

    private Opening carried(GrainChange change, Placement placement) {
        ScanGrid old = below.map().grid();
        int n = grid.size();
        int[] source = new int[n];
        int[] label = new int[n];
        float[] continues = new float[n];
        double[] q = new double[4 * n];
        Arrays.fill(source, -1);
        Arrays.fill(label, -1);
        double[] place = new double[2];
        double share = 0;
        for (int i = 0; i < n; i++) {
            placement.locate(i / grid.cols(), i % grid.cols(), place);
            int row = (int) Math.rint(place[0]);
            int col = (int) Math.rint(place[1]);
            if (old.contains(row, col) && grains.labels()[old.index(row, col)] >= 0) {
                int j = old.index(row, col);
                source[i] = j;
                label[i] = grains.labels()[j];
                continues[i] = change.continues()[j] * below.support()[j];
                placement.turn(below.map().quaternions(), 4 * j, q, 4 * i);
                below.map().laue().reduce(q, 4 * i, q, 4 * i);
                share += continues[i] / n;
            }
        }
        OrientationMap map = new OrientationMap(grid, below.map().laue(), q, valid(source));
        CarriedOver carried = new CarriedOver(map, label, continues, points(source, label, change, placement));
        return new Opening(
                carried,
                String.format(
                        Locale.ROOT,
                        "%.0f%% of the map carried over from the section below, turned by %.2f degrees",
                        100 * share,
                        placement.turnDeg()),
                placement.pose());
    }

    private static boolean[] valid(int[] source) {
        boolean[] out = new boolean[source.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = source[i] >= 0;
        }
        return out;
    }

    private List<CarriedOver.Source> points(int[] source, int[] label, GrainChange change, Placement placement) {
        List<List<Integer>> pixels = new ArrayList<>();
        for (int g = 0; g < grains.count(); g++) {
            pixels.add(new ArrayList<>());
        }
        for (int i = 0; i < source.length; i++) {
            if (label[i] >= 0 && change.continues()[source[i]] >= CarriedOver.LIKELY) {
                pixels.get(label[i]).add(i);
            }
        }
        FinishedSection.@Nullable Witness[] heard = new FinishedSection.Witness[grains.count()];
        for (FinishedSection.Witness w : below.witnesses()) {
            if (grains.labels()[w.pixel()] >= 0) {
                heard[grains.labels()[w.pixel()]] = w;
            }
        }
        List<CarriedOver.Source> out = new ArrayList<>();
        for (int g = 0; g < pixels.size(); g++) {
            if (pixels.get(g).size() > SMALLEST) {
                for (int i : Spread.over(pixels.get(g), i -> weight(source[i], change), grid.cols())) {
                    out.add(new CarriedOver.Source(
                            i, g, change.continues()[source[i]], draws(heard[g], source[i], placement)));
                }
            }
        }
        return out;
    }

    /** How well a pixel stands for its grain: far from its boundaries, and going on. */
    private double weight(int pixel, GrainChange change) {
        return Math.min(6, inside[pixel]) * change.continues()[pixel];
    }

    /** What the old members have at a pixel, in the new frame, shape [members, 4]. */
    private double[] draws(FinishedSection.@Nullable Witness witness, int pixel, Placement placement) {
        double[] out = witness == null
                ? Arrays.copyOfRange(below.map().quaternions(), 4 * pixel, 4 * pixel + 4)
                : Testimony.at(below.map(), witness, pixel);
        for (int m = 0; m < out.length; m += 4) {
            placement.turn(out, m, out, m);
            below.map().laue().reduce(out, m, out, m);
        }
        return out;
    }
}
