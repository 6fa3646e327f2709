package sunstone.models.posterior.carry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Knowledge of a section before it is measured: for every pixel what lay under it and how probable it is that it goes
 * on, and imagined points that stand for the grains that do. Immutable.
 *
 * <p>A member of the ensemble draws which grains go on ({@link #draw}): their points are then to it as if they had been
 * measured, with the orientation that one of the old members has. Measured points win: where one contradicts a grain,
 * its imagined points that are nearest to that one go, and where too many do, all go ({@link #trust}).
 */
public final class CarriedOver {
    /**
     * Probability of going on from which a pixel may stand for its grain, and from which a point that disagrees refutes
     * it.
     */
    static final double LIKELY = 0.5;

    private static final double SAME_DEG = Grains.THRESHOLD_DEG;
    /** Probability before any point that the section is what its light says. */
    private static final double TRUSTED = 0.95;
    /** Probability that a point of an unrelated section agrees by chance, textures included. */
    private static final double CHANCE = 0.05;
    /**
     * A point agrees at most as probably as this, and at least as the other: wrong solutions, and what light does not
     * show.
     */
    private static final double SUREST = 0.9, LEAST = 0.06;
    /** Probability of a grain that a point has confirmed. */
    private static final double CONFIRMED = 0.98;
    /** Imagined points nearer than this to a measured one are not needed, pixels. */
    private static final double BESIDE_PX = 5;
    /**
     * The same of one that was measured in the same grain: it and the light say more of the grain's outline than the
     * section below.
     */
    private static final double IN_GRAIN_PX = 15;

    private final OrientationMap map;
    private final int[] label;
    private final float[] continues;
    private final List<Source> sources;

    /**
     * An imagined point.
     *
     * @param pixel row-major
     * @param grain number of the old grain
     * @param probability that the grain goes on there
     * @param draws orientations that old members have, unit quaternions, shape [members, 4]
     */
    public record Source(int pixel, int grain, float probability, double[] draws) {
        public Source {
            if (draws.length == 0 || draws.length % 4 != 0) {
                throw new IllegalArgumentException("a source has four numbers for each member: " + draws.length);
            }
        }
    }

    /**
     * Knowledge of a pixel.
     *
     * @param pixel row-major
     * @param grain number of the old grain
     * @param continues probability that it goes on there
     */
    public record Place(int pixel, int grain, float continues, double w, double x, double y, double z) {}

    CarriedOver(OrientationMap map, int[] label, float[] continues, List<Source> sources) {
        this.map = map;
        this.label = label;
        this.continues = continues;
        this.sources = List.copyOf(sources);
    }

    /**
     * The same, known at some places only: enough for an ensemble under the points of {@link #places}.
     *
     * @throws IllegalArgumentException if a place or source lies outside the raster
     */
    public static CarriedOver at(ScanGrid grid, LaueGroup laue, List<Place> places, List<Source> sources) {
        int n = grid.size();
        double[] q = new double[4 * n];
        boolean[] valid = new boolean[n];
        int[] label = new int[n];
        float[] continues = new float[n];
        Arrays.fill(label, -1);
        for (Place p : places) {
            inside(p.pixel(), n);
            valid[p.pixel()] = true;
            label[p.pixel()] = p.grain();
            continues[p.pixel()] = p.continues();
            double[] own = {p.w(), p.x(), p.y(), p.z()};
            System.arraycopy(own, 0, q, 4 * p.pixel(), 4);
        }
        sources.forEach(s -> inside(s.pixel(), n));
        for (int i = 0; i < n; i++) {
            q[4 * i] = valid[i] ? q[4 * i] : 1;
        }
        return new CarriedOver(new OrientationMap(grid, laue, q, valid), label, continues, sources);
    }

    private static void inside(int pixel, int n) {
        if (pixel < 0 || pixel >= n) {
            throw new IllegalArgumentException("pixel " + pixel + " of a raster of " + n);
        }
    }

    /** What an ensemble under these points needs to know: of their pixels, and of those of the {@link #sources}. */
    public List<Place> places(List<EbsdPoint> points) {
        return IntStream.concat(
                        points.stream().mapToInt(p -> map.grid().index(p.row(), p.col())),
                        sources.stream().mapToInt(Source::pixel))
                .distinct()
                .filter(i -> label[i] >= 0)
                .mapToObj(i -> new Place(
                        i,
                        label[i],
                        continues[i],
                        map.quaternions()[4 * i],
                        map.quaternions()[4 * i + 1],
                        map.quaternions()[4 * i + 2],
                        map.quaternions()[4 * i + 3]))
                .toList();
    }

    /** The imagined points, in the order of their grains. */
    public List<Source> sources() {
        return sources;
    }

    /** What lay under the section, on its raster and in its frame; not valid where nothing is known. */
    public OrientationMap map() {
        return map;
    }

    /** Probability that a pixel has the orientation of {@link #map}, shape [rows * cols]; 0 where nothing is known. */
    public float[] continues() {
        return continues.clone();
    }

    /** Mean probability over the raster. */
    public double share() {
        double sum = 0;
        for (float p : continues) {
            sum += p / continues.length;
        }
        return sum;
    }

    /** Imagined points at most. */
    public int size() {
        return sources.size();
    }

    /**
     * Probability that this is the section that its light promised, given the points: under either answer each point
     * agrees with what lay under it with a known probability (Bayes).
     *
     * @param measured indexed points of the section
     */
    public double trust(List<EbsdPoint> measured) {
        double logOdds = Math.log(TRUSTED / (1 - TRUSTED));
        for (EbsdPoint p : measured) {
            int i = map.grid().index(p.row(), p.col());
            if (label[i] >= 0) {
                double claimed = Math.max(LEAST, Math.min(SUREST, continues[i]));
                logOdds += agrees(p, i) ? Math.log(claimed / CHANCE) : Math.log((1 - claimed) / (1 - CHANCE));
            }
        }
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** The imagined points with the most likely orientation, to calibrate light with; none where one is undecided. */
    public List<EbsdPoint> calibrating() {
        List<EbsdPoint> out = new ArrayList<>();
        for (Source s : sources) {
            if (continues[s.pixel()] > LIKELY) {
                out.add(EbsdPoint.of(
                        s.pixel() / map.grid().cols(),
                        s.pixel() % map.grid().cols(),
                        1,
                        map.quaternions(),
                        4 * s.pixel(),
                        1));
            }
        }
        return out;
    }

    /**
     * The imagined points that most probably stand, with the most likely orientation and the probability as confidence:
     * for maps and rules that have no members.
     *
     * @param measured as in {@link #draw}
     */
    public List<EbsdPoint> standing(List<EbsdPoint> measured) {
        Map<Integer, List<EbsdPoint>> byGrain = byGrain(measured);
        List<EbsdPoint> out = new ArrayList<>();
        for (Source s : sources) {
            List<EbsdPoint> own = byGrain.getOrDefault(s.grain(), List.of());
            if (given(s, own) > LIKELY && label[s.pixel()] >= 0 && !beside(s, measured, own)) {
                int row = map.grid().row(s.pixel());
                out.add(EbsdPoint.of(
                        row, map.grid().col(s.pixel()), 1, map.quaternions(), 4 * s.pixel(), given(s, own)));
            }
        }
        return out;
    }

    private Map<Integer, List<EbsdPoint>> byGrain(List<EbsdPoint> measured) {
        Map<Integer, List<EbsdPoint>> byGrain = new HashMap<>();
        for (EbsdPoint p : measured) {
            byGrain.computeIfAbsent(label[map.grid().index(p.row(), p.col())], g -> new ArrayList<>())
                    .add(p);
        }
        return byGrain;
    }

    /**
     * The imagined points of one member; some as long as nothing is measured, so that it is never without any.
     *
     * @param measured indexed points of the section, which may have refuted or confirmed grains
     * @param seed of the ensemble
     * @param member number
     */
    public List<EbsdPoint> draw(List<EbsdPoint> measured, long seed, int member) {
        SplittableRandom random = new SplittableRandom(seed * 0xBF58476D1CE4E5B9L + member);
        if (random.nextDouble() >= trust(measured) && !measured.isEmpty()) {
            return List.of();
        }
        Map<Integer, List<EbsdPoint>> byGrain = byGrain(measured);
        List<EbsdPoint> out = new ArrayList<>();
        int grain = -1;
        double goesOn = 0;
        int which = 0;
        for (Source s : sources) { // in the order of their grains
            if (s.grain() != grain) {
                grain = s.grain();
                goesOn = random.nextDouble();
                which = random.nextInt(s.draws().length / 4);
            }
            List<EbsdPoint> own = byGrain.getOrDefault(grain, List.of());
            if (goesOn < given(s, own) && !beside(s, measured, own)) {
                out.add(EbsdPoint.of(
                        s.pixel() / map.grid().cols(), s.pixel() % map.grid().cols(), 1, s.draws(), 4 * which, 1));
            }
        }
        return out.isEmpty() && measured.isEmpty() ? calibrating() : out;
    }

    /** Probability of an imagined point, given the measured ones of its grain: the nearest decides. */
    private double given(Source s, List<EbsdPoint> own) {
        double nearest = Double.POSITIVE_INFINITY;
        double p = s.probability();
        for (EbsdPoint m : own) {
            int at = map.grid().index(m.row(), m.col());
            boolean agrees = agrees(m, at);
            double d = distance(s, m);
            if (d < nearest && (agrees || continues[at] >= LIKELY)) {
                nearest = d;
                p = agrees ? Math.max(CONFIRMED, s.probability()) : 0;
            }
        }
        return p;
    }

    private boolean beside(Source s, List<EbsdPoint> measured, List<EbsdPoint> own) {
        return measured.stream().anyMatch(m -> distance(s, m) < BESIDE_PX)
                || own.stream()
                        .anyMatch(m -> distance(s, m) < IN_GRAIN_PX
                                && agrees(m, map.grid().index(m.row(), m.col())));
    }

    private double distance(Source s, EbsdPoint m) {
        int cols = map.grid().cols();
        return Math.hypot(s.pixel() / cols - m.row(), s.pixel() % cols - m.col());
    }

    private boolean agrees(EbsdPoint p, int pixel) {
        return Math.toDegrees(map.laue().disorientation(map.quaternions(), 4 * pixel, p.quaternion(), 0)) < SAME_DEG;
    }
}
