package sunstone.models.posterior.carry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;

/**
 * What a section knows of itself before it is measured: for every pixel what lay under it and how probable it is that it goes on, and
 * imagined points that stand for the grains that do. Immutable.
 *
 * <p>A member of the ensemble draws which grains go on ({@link #draw}): their points are then to it as if they had been measured, with the
 * orientation that one of the old members has. Measured points win: where one contradicts a grain, its imagined points that are
 * nearest to that one go, and where too many do, all go ({@link #trust}).
 */
public final class CarriedOver {
    /** Probability of going on from which a pixel may stand for its grain, and from which a point that disagrees refutes it. */
    static final double LIKELY = 0.5;

    private static final double SAME_DEG = Grains.THRESHOLD_DEG;
    /** Probability before any point that the section is what its light says. */
    private static final double TRUSTED = 0.95;
    /** Probability that a point of an unrelated section agrees by chance, textures included. */
    private static final double CHANCE = 0.05;
    /** A point agrees at most as probably as this, and at least as the other: wrong solutions, and what light does not show. */
    private static final double SUREST = 0.9, LEAST = 0.06;
    /** Probability of a grain that a point has confirmed. */
    private static final double CONFIRMED = 0.98;
    /** Imagined points nearer than this to a measured one are not needed, pixels. */
    private static final double BESIDE_PX = 5;

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
     * @param draws orientations that old members have, shape [members, 4]
     */
    record Source(int pixel, int grain, float probability, double[] draws) {}

    CarriedOver(OrientationMap map, int[] label, float[] continues, List<Source> sources) {
        this.map = map;
        this.label = label;
        this.continues = continues;
        this.sources = List.copyOf(sources);
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
     * Probability that this is the section that its light promised, given the points: under either answer each point agrees with what lay
     * under it with a known probability (Bayes).
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
        Map<Integer, List<EbsdPoint>> byGrain = new HashMap<>();
        for (EbsdPoint p : measured) {
            byGrain.computeIfAbsent(label[map.grid().index(p.row(), p.col())], g -> new ArrayList<>())
                    .add(p);
        }
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
            double p = given(s, byGrain.getOrDefault(grain, List.of()));
            if (goesOn < p && !beside(s, measured)) {
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

    private boolean beside(Source s, List<EbsdPoint> measured) {
        return measured.stream().anyMatch(m -> distance(s, m) < BESIDE_PX);
    }

    private double distance(Source s, EbsdPoint m) {
        int cols = map.grid().cols();
        return Math.hypot(s.pixel() / cols - m.row(), s.pixel() % cols - m.col());
    }

    private boolean agrees(EbsdPoint p, int pixel) {
        return Math.toDegrees(map.laue().disorientation(map.quaternions(), 4 * pixel, p.quaternion(), 0)) < SAME_DEG;
    }
}
