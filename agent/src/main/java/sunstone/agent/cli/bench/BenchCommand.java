package sunstone.agent.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.option.DeviceOptions;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.FirstLine;
import sunstone.agent.process.Installation;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.CudaOptions;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.network.MatrixProduct;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** {@code sunstone bench}: time and memory of the ensemble on a generated section, and of the loop through a broker. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Times the ensemble on a generated section, from a start with points and after 8 new ones, and the live loop"
                        + " without inference through a real broker, as JSON; networkGflops is what the network reaches,"
                        + " matrixGflops a plain product of 1024 x 1024 matrices in the same runtime in between (counted"
                        + " for the networks that sunstone trains).")
public final class BenchCommand implements Callable<Integer> {
    private static final int FRAMES = 36;
    private static final int POINTS = 40;
    private static final int NEW_POINTS = 8;
    private static final int ROUNDS = 5;
    private static final int PASSES = 8;
    private static final int BATCH = 16;
    private static final int SIDE = 64;

    /** Mean turn of members between two devices that counts as equal, degrees: a tenth of what a point is known to. */
    private static final double TOLERANCE_DEG = 0.05;

    @Spec
    CommandSpec spec;

    @Option(names = "--members", defaultValue = "32", description = "Size of the ensemble (default 32).")
    int members;

    @Option(names = "--size", defaultValue = "64", description = "Height and width of the section, px (default 64).")
    int size;

    @Option(
            names = "--model",
            defaultValue = AgentConfig.Model.SHIPPED,
            paramLabel = "FILE",
            description = "ONNX prior (default the shipped one).")
    String model;

    @Mixin
    DeviceOptions where;

    @Option(
            names = "--against",
            paramLabel = "NAME",
            description =
                    "Another device that draws the first ensemble too; exit 1 if its members are turned against those"
                            + " of --device by more than " + TOLERANCE_DEG + " degrees in the mean over all pixels.")
    @Nullable
    String against;

    @Option(names = "--tf32", description = "Let CUDA round products of matrices to 10 bits.")
    boolean tf32;

    @Option(
            names = "--no-loop",
            description = "Leave out the live loop through a broker in this process, which takes about a minute.")
    boolean noLoop;

    @Option(
            names = "--scan",
            paramLabel = "POINTS",
            description =
                    "Instead of all else runs one scan of a generated section of --size to that many points, and reports its"
                            + " rounds: seconds, work, memory, error of the map.")
    @Nullable
    Integer scan;

    @Option(
            names = "--grain-px",
            defaultValue = "13",
            paramLabel = "D",
            description = "With --scan: median grain size, px, 3 to 60 (default ${DEFAULT-VALUE}).")
    double diameter;

    @Option(
            names = "--condition",
            defaultValue = "lab",
            paramLabel = "C",
            description = "With --scan: the light, as evaluate has it (default ${DEFAULT-VALUE}).")
    String condition;

    @Option(
            names = "--batch",
            defaultValue = "100",
            paramLabel = "N",
            description = "With --scan: points per suggestion, 1 to 1000 (default ${DEFAULT-VALUE}).")
    int batch;

    @Override
    public Integer call() throws InterruptedException {
        if (size < 8 || size > 1024 || members < 2 || members > 1024) {
            throw new ParameterException(
                    spec.commandLine(), "size must be 8 to 1024 px and members 2 to 1024: " + size + " px, " + members);
        }
        int cores = Runtime.getRuntime().availableProcessors();
        if (scan != null) {
            return scan(scan, cores);
        }
        long begin = System.nanoTime();
        try (OnnxPrior prior = open(where.device(), cores)) {
            double open = seconds(begin);
            EnsembleSampler sampler = new EnsembleSampler(prior, members);
            Scene scene = new Scene(size);
            begin = System.nanoTime();
            Posterior posterior = sampler.sample(scene.snapshot(POINTS), 1);
            Posterior first = posterior;
            double cold = seconds(begin);
            double[] rounds = new double[ROUNDS];
            for (int k = 0; k < ROUNDS; k++) {
                Snapshot next = scene.snapshot(POINTS + (k + 1) * NEW_POINTS);
                begin = System.nanoTime();
                posterior = sampler.sample(next, 2 + k);
                rounds[k] = seconds(begin);
            }
            Arrays.sort(rounds);
            double[] rate = gflops(prior, cores);
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    Locale.ROOT,
                    "{\"model\":\"%s\",\"device\":\"%s\",\"cores\":%d,\"rows\":%d,\"cols\":%d,\"members\":%d,"
                            + "\"openSeconds\":%.2f,\"coldSeconds\":%.2f,\"roundSecondsMedian\":%.2f,"
                            + "\"roundSecondsMax\":%.2f,\"networkEvaluationsPerMember\":%d,\"residentMiB\":%s,"
                            + "\"networkGflops\":%.1f,\"matrixGflops\":%.1f",
                    prior.card().name(),
                    prior.device(),
                    cores,
                    size,
                    size,
                    members,
                    open,
                    cold,
                    rounds[ROUNDS / 2],
                    rounds[ROUNDS - 1],
                    posterior.networkEvaluations(),
                    memoryMiB("VmRSS"),
                    rate[0],
                    rate[1]);
            out.flush();
            if (!noLoop) {
                try (LoopBench loop = new LoopBench(spec.commandLine())) {
                    out.print(",\"loop\":" + loop.measure().encode());
                }
            }
            double[] apart = against == null ? new double[3] : difference(scene, first, against, cores);
            if (against != null) {
                out.printf(
                        Locale.ROOT,
                        ",\"against\":\"%s\",\"againstColdSeconds\":%.2f,\"membersMeanDeg\":%.5f,\"membersP99Deg\":%.5f",
                        against,
                        apart[0],
                        apart[1],
                        apart[2]);
            }
            out.println("}");
            out.flush();
            return apart[1] <= TOLERANCE_DEG ? 0 : 1;
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), FirstLine.of(e), e);
        }
    }

    private int scan(int points, int cores) {
        if (points < 1 || points > size * size || batch < 1 || batch > 1000 || !(diameter >= 3 && diameter <= 60)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--scan must be 1 to the number of pixels, --batch 1 to 1000, --grain-px 3 to 60: " + points + ", "
                            + batch + ", " + diameter);
        }
        PlCondition light;
        try {
            light = PlCondition.parse(condition);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        try (OnnxPrior prior = open(where.device(), cores)) {
            ScanBench scan = new ScanBench(size, diameter, light, new EnsembleSampler(prior, members), batch);
            PrintWriter out = spec.commandLine().getOut();
            out.println(scan.measure(points)
                    .put("model", prior.card().name())
                    .put("device", prior.device())
                    .put("cores", cores)
                    .put("members", members)
                    .put("condition", condition)
                    .encode());
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), FirstLine.of(e), e);
        }
    }

    private OnnxPrior open(String device, int threads) throws IOException {
        return where.open(Installation.resolve(model), device, threads, new CudaOptions(0, tf32));
    }

    /** Time of another device, and mean and 99th percentile of the turns of its members against those of the first. */
    private double[] difference(Scene scene, Posterior first, String other, int threads) throws IOException {
        try (OnnxPrior prior = open(other, threads)) {
            long begin = System.nanoTime();
            Posterior second = new EnsembleSampler(prior, members).sample(scene.snapshot(POINTS), 1);
            double cold = seconds(begin);
            LaueGroup laue = first.map().laue();
            int n = first.map().grid().size();
            double[] turn = new double[members * n];
            for (int m = 0; m < members; m++) {
                for (int i = 0; i < n; i++) {
                    turn[m * n + i] = laue.disorientationDeg(
                            first.members().get(m), 4 * i, second.members().get(m), 4 * i);
                }
            }
            Arrays.sort(turn);
            return new double[] {
                cold, Arrays.stream(turn).average().orElse(Double.NaN), turn[(int) (0.99 * (turn.length - 1))]
            };
        }
    }

    /**
     * Operations per second, in units of 1e9, of the network on a full batch and of a plain product of matrices: the
     * best of passes taken in turn, so that both meet the same machine.
     */
    private static double[] gflops(OnnxPrior prior, int threads) {
        ModelCard card = prior.card();
        float[][] x = new float[BATCH][card.channels().size() * SIDE * SIDE];
        Conditioning nothing = Conditioning.of(
                new ScanGrid(SIDE, SIDE, 1), LaueGroup.of(card.laue()), null, List.of(), card.orientationScaling());
        double pass = Double.POSITIVE_INFINITY;
        double product = Double.POSITIVE_INFINITY;
        try (MatrixProduct matrices = new MatrixProduct(threads)) {
            for (int k = 0; k < PASSES; k++) {
                long begin = System.nanoTime();
                prior.denoise(x, 0.5, nothing, SIDE, SIDE);
                pass = Math.min(pass, seconds(begin));
                for (int j = 0; j < PASSES; j++) {
                    begin = System.nanoTime();
                    matrices.run();
                    product = Math.min(product, seconds(begin));
                }
            }
        }
        return new double[] {
            1e-9 * BATCH * MatrixProduct.operations(SIDE, SIDE) / pass, 1e-9 * MatrixProduct.OPERATIONS / product
        };
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /**
     * Memory of this process where the system tells it (Linux), else null: {@code VmRSS} now, {@code VmHWM} at most so
     * far.
     */
    static @Nullable Long memoryMiB(String which) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(which + ":")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    /** A generated section under the camera, with points at random pixels. */
    private static final class Scene {
        private final OrientationMap truth;
        private final PlImage pl;
        private final int[] pixels;

        Scene(int size) {
            SplittableRandom random = new SplittableRandom(7);
            ScanGrid grid = new ScanGrid(size, size, 1);
            truth = MicrostructureGenerator.generate(grid, MicrostructureRecipe.equiaxed(12), random)
                    .map();
            PlScaling scaling = PlScaling.canonical();
            float[] seen =
                    PlCamera.harmonics(truth, MuellerChain.titanium(), PlCondition.camera(), scaling, FRAMES, random);
            pl = PlImage.of(grid, seen);
            pixels = random.ints(POINTS + ROUNDS * NEW_POINTS, 0, grid.size()).toArray();
        }

        Snapshot snapshot(int points) {
            List<EbsdPoint> measured = new ArrayList<>();
            int cols = truth.grid().cols();
            for (int k = 0; k < points; k++) {
                measured.add(
                        EbsdPoint.of(pixels[k] / cols, pixels[k] % cols, 1, truth.quaternions(), 4 * pixels[k], 1));
            }
            return new Snapshot(truth.grid(), LaueGroup.HEXAGONAL, PlFit.made(pl), measured, truth.valid());
        }
    }
}
