package sunstone.agent.evaluation.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Reference map that perfect segmentation would allow: one exact measurement in every grain of 10 pixels and more, at
 * the pixel deepest inside it, spread over the grain; smaller grains and pixels take the orientation of the nearest
 * such grain. What is left is gradients inside grains and the small grains.
 */
public final class PerfectSegmentation {
    /** Mean of the angle between two orientations of one c axis: uniform from 0 to half of 60 degrees, for 6/mmm. */
    private static final double TURN_DEG = 15;

    private PerfectSegmentation() {}

    /** The oracle of a truth; if no grain has 10 pixels, every grain is measured. */
    public static Oracle of(OrientationMap truth) {
        MapMetrics metrics = new MapMetrics(truth);
        Grains grains = metrics.grains();
        int smallest = grains.count(MapMetrics.SMALLEST_GRAIN) > 0 ? MapMetrics.SMALLEST_GRAIN : 1;
        int[] source = sources(grains, smallest);
        double[] q = truth.quaternions().clone();
        for (int i = 0; i < source.length; i++) {
            if (source[i] >= 0) {
                System.arraycopy(truth.quaternions(), 4 * source[i], q, 4 * i, 4);
            }
        }
        return new Oracle(
                grains.count(smallest),
                metrics.meanDeg(new OrientationMap(truth.grid(), truth.laue(), q, truth.valid())));
    }

    /**
     * Mean error of measured points under perfect segmentation, degrees: every pixel takes the nearest point of its
     * grain, and of wrong solutions it is known that they are. In a grain without a point the light tells the c axis
     * exactly and the turn about it not at all: {@value #TURN_DEG} degrees on average. A yardstick, not a bound: a map
     * that averages the points of a grain over noise and gradients, or knows the texture, can be better.
     *
     * @return null if the light does not tell the c axis, which is so for other groups than 6/mmm
     */
    public static @Nullable Double meanDeg(MapMetrics metrics, List<EbsdPoint> points) {
        OrientationMap truth = metrics.truth();
        if (truth.laue() != LaueGroup.HEXAGONAL) {
            return null;
        }
        Grains grains = metrics.grains();
        Map<Integer, List<EbsdPoint>> ofGrain = new HashMap<>();
        for (EbsdPoint p : points) {
            int i = truth.grid().index(p.row(), p.col());
            if (truth.valid()[i] && error(truth, i, p) <= MapMetrics.RIGHT_DEG) {
                ofGrain.computeIfAbsent(grains.labels()[i], g -> new ArrayList<>())
                        .add(p);
            }
        }
        double sum = 0;
        for (int i = 0; i < truth.grid().size(); i++) {
            if (truth.valid()[i]) {
                int pixel = i;
                sum += nearest(truth.grid(), i, ofGrain.getOrDefault(grains.labels()[i], List.of()))
                        .map(p -> error(truth, pixel, p))
                        .orElse(TURN_DEG);
            }
        }
        return sum / metrics.indexed();
    }

    private static double error(OrientationMap truth, int i, EbsdPoint p) {
        return Math.toDegrees(truth.laue().disorientation(truth.quaternions(), 4 * i, p.quaternion(), 0));
    }

    private static Optional<EbsdPoint> nearest(ScanGrid grid, int i, List<EbsdPoint> points) {
        int row = i / grid.cols();
        int col = i % grid.cols();
        return points.stream().min(Comparator.comparingDouble(p -> Math.hypot(p.row() - row, p.col() - col)));
    }

    /** For each pixel the pixel that was measured for it. */
    private static int[] sources(Grains grains, int smallest) {
        int[] depth = depth(grains);
        int[] deepest = new int[grains.count()];
        Arrays.fill(deepest, -1);
        for (int i = 0; i < depth.length; i++) {
            int g = grains.labels()[i];
            if (g >= 0 && (deepest[g] < 0 || depth[i] > depth[deepest[g]])) {
                deepest[g] = i;
            }
        }
        ScanGrid grid = grains.grid();
        int[] source = new int[grid.size()];
        int[] queue = new int[grid.size()];
        int tail = 0;
        for (int i = 0; i < source.length; i++) {
            int g = grains.labels()[i];
            source[i] = g >= 0 && grains.sizes()[g] >= smallest ? deepest[g] : -1;
            if (source[i] >= 0) {
                queue[tail++] = i;
            }
        }
        flood(grid, source, queue, tail);
        return source;
    }

    /** Breadth first: pixels without a source take that of the nearest pixel that has one. */
    private static void flood(ScanGrid grid, int[] source, int[] queue, int filled) {
        int tail = filled;
        for (int head = 0; head < tail; head++) {
            int i = queue[head];
            for (int k = 0; k < 4; k++) {
                int j = neighbour(grid, i, k);
                if (j >= 0 && source[j] < 0) {
                    source[j] = source[i];
                    queue[tail++] = j;
                }
            }
        }
    }

    /** Steps to the nearest pixel of another grain or outside. */
    private static int[] depth(Grains grains) {
        ScanGrid grid = grains.grid();
        int[] label = grains.labels();
        int[] depth = new int[grid.size()];
        int[] queue = new int[grid.size()];
        int tail = 0;
        for (int i = 0; i < depth.length; i++) {
            for (int k = 0; k < 4 && depth[i] == 0; k++) {
                int j = neighbour(grid, i, k);
                if (j < 0 || label[j] != label[i]) {
                    depth[i] = 1;
                    queue[tail++] = i;
                }
            }
        }
        for (int head = 0; head < tail; head++) {
            int i = queue[head];
            for (int k = 0; k < 4; k++) {
                int j = neighbour(grid, i, k);
                if (j >= 0 && depth[j] == 0) {
                    depth[j] = depth[i] + 1;
                    queue[tail++] = j;
                }
            }
        }
        return depth;
    }

    private static int neighbour(ScanGrid grid, int i, int direction) {
        int row = i / grid.cols() + (direction == 0 ? -1 : direction == 1 ? 1 : 0);
        int col = i % grid.cols() + (direction == 2 ? -1 : direction == 3 ? 1 : 0);
        return grid.contains(row, col) ? grid.index(row, col) : -1;
    }
}
