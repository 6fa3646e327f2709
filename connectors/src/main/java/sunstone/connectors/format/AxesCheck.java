package sunstone.connectors.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.TwinAxes;
import sunstone.models.map.Grains;
import sunstone.models.map.Phase;

/**
 * Looks at neighbouring grains for twins, which tell whether the crystals' X is parallel to a or to a*: at the touching
 * grains of a map, and of a few points, each of them in a grain of its own, at each with the five nearest.
 */
final class AxesCheck {
    /** Of magnesium and titanium, within three degrees of a twin's angle; of a phase whose cell is not known. */
    private static final double USUAL_RATIO = 1.59;

    private static final int LEAST_PIXELS = 3;
    private static final int MOST_PIXELS = 1 << 21;
    private static final int FEW_POINTS = 1000, NEAREST = 5;
    private static final double ONE_GRAIN = Math.toRadians(Grains.THRESHOLD_DEG);

    private AxesCheck() {}

    /** One sentence for each hexagonal phase whose twins contradict the setting in which the file was read. */
    static List<String> notes(EbsdMap map) {
        List<String> notes = new ArrayList<>();
        for (Phase p : map.phases()) {
            if (p.laue() == LaueGroup.HEXAGONAL && map.grid().size() <= MOST_PIXELS) {
                TwinAxes twins = twins(map, p.id());
                if (twins.speakForTurned()) {
                    notes.add("phase " + p.id() + (p.name().isEmpty() ? "" : " (" + p.name() + ")") + ": "
                            + twins.turnedPairs()
                            + " pairs of neighbouring grains are twins or variants of a parent if its"
                            + " axes are turned by 30 degrees about c, and " + twins.asGivenPairs()
                            + " as they were read: the program that wrote the file may have given X parallel to "
                            + "a where the format has a*, or the other way round");
                }
            }
        }
        return notes;
    }

    /** What the neighbouring grains of a phase say, each pair once. */
    static TwinAxes twins(EbsdMap map, int phase) {
        double ratio = map.crystalOf(phase)
                .flatMap(CrystalPhase::cell)
                .map(c -> c.c() / c.a())
                .orElse(USUAL_RATIO);
        TwinAxes twins = new TwinAxes(ratio);
        int[] points = IntStream.range(0, map.grid().size())
                .filter(i -> map.phase()[i] == phase)
                .toArray();
        if (points.length <= FEW_POINTS && 2 * points.length < map.grid().size()) {
            nearPoints(map, points, twins);
        } else {
            touchingGrains(map, Grains.of(map.toOrientationMap(phase)), twins);
        }
        return twins;
    }

    private static void touchingGrains(EbsdMap map, Grains grains, TwinAxes twins) {
        int cols = map.grid().cols();
        int[] labels = grains.labels(), first = new int[grains.count()];
        for (int i = labels.length - 1; i >= 0; i--) {
            if (labels[i] >= 0) {
                first[labels[i]] = i;
            }
        }
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < labels.length; i++) {
            for (int j : new int[] {i % cols + 1 < cols ? i + 1 : i, i + cols < labels.length ? i + cols : i}) {
                int a = labels[i], b = labels[j];
                if (a >= 0
                        && b >= 0
                        && a != b
                        && grains.sizes()[a] >= LEAST_PIXELS
                        && grains.sizes()[b] >= LEAST_PIXELS
                        && seen.add((long) Math.min(a, b) * labels.length + Math.max(a, b))) {
                    twins.take(map.quaternions(), 4 * first[a], map.quaternions(), 4 * first[b]);
                }
            }
        }
    }

    /**
     * Points of one orientation count as one grain, wherever they lie: the same pair of crystals says nothing twice.
     */
    private static void nearPoints(EbsdMap map, int[] points, TwinAxes twins) {
        double[] q = map.quaternions();
        int[] alike = new int[points.length]; // the first point of the same orientation
        for (int i = 0; i < points.length; i++) {
            alike[i] = points[i];
            for (int j = 0; j < i; j++) {
                if (alike[j] == points[j]
                        && LaueGroup.HEXAGONAL.disorientation(q, 4 * points[i], q, 4 * points[j]) <= ONE_GRAIN) {
                    alike[i] = points[j];
                    break;
                }
            }
        }
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < points.length; i++) {
            int from = points[i];
            int[] near = IntStream.range(0, points.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> map.grid().distance(from, points[j])))
                    .limit(NEAREST + 1)
                    .mapToInt(j -> alike[j])
                    .toArray();
            for (int other : near) {
                int a = Math.min(alike[i], other), b = Math.max(alike[i], other);
                if (a != b && seen.add((long) a * map.grid().size() + b)) {
                    twins.take(q, 4 * a, q, 4 * b);
                }
            }
        }
    }
}
