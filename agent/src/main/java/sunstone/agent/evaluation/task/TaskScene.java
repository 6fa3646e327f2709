package sunstone.agent.evaluation.task;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.polarizedlight.stack.PlStack;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** One truth before one camera, with a microscope that measures it again. One thread owns it. */
final class TaskScene {
    private static final int FRAMES = 36;

    private final TruthMap source;
    private final String condition;
    private final long seed;
    private final PosteriorSampler sampler;
    private final MapMetrics metrics;
    private final PlFit light;
    private final int[] order;

    TaskScene(TruthMap source, String condition, long seed, PosteriorSampler sampler) {
        this.source = source;
        this.condition = condition;
        this.seed = seed;
        this.sampler = sampler;
        this.metrics = new MapMetrics(source.map());
        this.light = exposed();
        this.order = shuffled();
    }

    private PlFit exposed() {
        PlCamera camera = PlCamera.of(
                truth(), MuellerChain.titanium(), PlCondition.parse(condition), PlScaling.canonical(), FRAMES, seed);
        PlStack stack = new PlStack(truth().grid(), FRAMES, PlScaling.canonical());
        for (int j = 0; j < FRAMES; j++) {
            stack.add(j, camera.stageDeg(j), 0, truth().grid().rows(), camera.frame(j));
        }
        return stack.fit();
    }

    /** The valid pixels in random order. */
    private int[] shuffled() {
        int[] pixels = new int[metrics.indexed()];
        for (int i = 0, n = 0; i < truth().valid().length; i++) {
            if (truth().valid()[i]) {
                pixels[n++] = i;
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int k = pixels.length - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            int pixel = pixels[k];
            pixels[k] = pixels[other];
            pixels[other] = pixel;
        }
        return pixels;
    }

    OrientationMap truth() {
        return source.map();
    }

    TruthMap source() {
        return source;
    }

    String condition() {
        return condition;
    }

    long seed() {
        return seed;
    }

    /** What makes the ensembles. */
    PosteriorSampler sampler() {
        return sampler;
    }

    MapMetrics metrics() {
        return metrics;
    }

    /** What is known with these points, and with the light or without. */
    Snapshot snapshot(List<EbsdPoint> points, boolean lit) {
        return new Snapshot(truth().grid(), truth().laue(), lit ? light : null, points, truth().valid());
    }

    /** How many points a share of the valid pixels is, at least one. */
    int points(double fraction) {
        return Math.max(1, (int) Math.round(fraction * order.length));
    }

    /** Measures that many random pixels, the first of one order; those that do not index are left out. */
    List<EbsdPoint> random(int count) {
        VirtualMicroscope microscope = microscope();
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < Math.min(count, order.length); k++) {
            measure(microscope, order[k], points);
        }
        return points;
    }

    /** Measures every {@code step}-th row and column from the first on, but for pixels that are not valid. */
    List<EbsdPoint> lattice(int step) {
        VirtualMicroscope microscope = microscope();
        ScanGrid grid = truth().grid();
        List<EbsdPoint> points = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row += step) {
            for (int col = 0; col < grid.cols(); col += step) {
                if (truth().valid()[grid.index(row, col)]) {
                    measure(microscope, grid.index(row, col), points);
                }
            }
        }
        return points;
    }

    private VirtualMicroscope microscope() {
        return new VirtualMicroscope(truth(), MicroscopeOptions.defaults(), seed);
    }

    private static void measure(VirtualMicroscope microscope, int pixel, List<EbsdPoint> points) {
        ScanGrid grid = microscope.grid();
        Measurement m = microscope.measure(grid.row(pixel), grid.col(pixel));
        if (m.phase() != 0) {
            points.add(new EbsdPoint(m.row(), m.col(), m.phase(), m.w(), m.x(), m.y(), m.z(), m.confidence()));
        }
    }
}
