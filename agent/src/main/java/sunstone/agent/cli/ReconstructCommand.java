package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.picture.Plate;
import sunstone.agent.picture.Png;
import sunstone.agent.process.Installation;
import sunstone.connectors.format.CtfWriter;
import sunstone.connectors.format.EbsdMap;
import sunstone.connectors.format.LightStack;
import sunstone.connectors.format.SparsePoints;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlFit;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.PlStack;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.OnnxPrior;

/** {@code sunstone reconstruct}: the full map from files of polarised light and sparse EBSD, without an instrument. */
@Command(
        name = "reconstruct",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the full orientation map from a polarised-light stack and sparse EBSD points.",
            "Writes FILE (.ctf; column MAD is the uncertainty in degrees) and, beside it, pictures of the map and its"
                    + " uncertainty."
        })
final class ReconstructCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--pl",
            required = true,
            paramLabel = "STACK",
            description =
                    "Frames of polarised light on the raster of the points: a TIFF with a page for each, or a folder of"
                            + " TIFF or PNG images in the order of their names. The largest value of 8 or 16 bits is the"
                            + " brightest possible crystal.")
    Path pl;

    @Option(
            names = "--ebsd",
            required = true,
            paramLabel = "SPARSE",
            description =
                    "Measured points: .ctf, .ang or .cpr whose other pixels are not indexed, or .csv with columns row, col"
                            + " (from 0), phi1, Phi, phi2 (Bunge, degrees) and, if known, phase and confidence.")
    Path ebsd;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Map to write, ending in .ctf.")
    Path out;

    @Option(
            names = "--step-deg",
            defaultValue = "10",
            paramLabel = "X",
            description = "Stage angle between frames, degrees (default ${DEFAULT-VALUE}).")
    double stepDeg;

    @Option(
            names = "--phase",
            paramLabel = "N",
            description = "Phase to map (default the hexagonal one with the most points).")
    @Nullable
    Integer phase;

    @Option(
            names = "--crystal-axes",
            defaultValue = "X||a*",
            paramLabel = "AXES",
            description = "Of the crystals of a .csv: X||a* (Oxford) or X||a (EDAX) (default ${DEFAULT-VALUE}).")
    String axes;

    @Mixin
    EnsembleOptions ensemble;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "Seed (default ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--model",
            defaultValue = AgentConfig.Model.SHIPPED,
            paramLabel = "FILE",
            description =
                    "Prior, an ONNX file, or none for the nearest measured point (default the one that is shipped).")
    String model;

    @Override
    public Integer call() throws IOException {
        require(out.toString().endsWith(".ctf"), "--out must end in .ctf: " + out);
        require(Double.isFinite(stepDeg) && stepDeg != 0, "--step-deg must not be 0: " + stepDeg);
        try {
            ensemble.check();
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
        require(List.of("X||a*", "X||a").contains(axes), "--crystal-axes must be X||a* or X||a: " + axes);
        long begin = System.nanoTime();
        LightStack light;
        SparsePoints sparse;
        try {
            light = LightStack.read(pl);
            sparse = SparsePoints.read(ebsd, light.rows(), light.cols(), phase, axes.endsWith("*"));
        } catch (IOException | IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
        Snapshot snapshot;
        Posterior posterior;
        if (model.equals(AgentConfig.Model.NONE)) {
            snapshot = snapshot(light, sparse, PlScaling.canonical());
            posterior = draw(new NearestFill(), snapshot);
        } else {
            try (OnnxPrior prior = OnnxPrior.open(
                    Installation.resolve(model),
                    ensemble.device,
                    Runtime.getRuntime().availableProcessors())) {
                snapshot = snapshot(light, sparse, prior.card().plScaling());
                posterior = draw(new EnsembleSampler(prior, ensemble.members), snapshot);
            } catch (IOException | IllegalArgumentException e) {
                throw bad(e.getMessage());
            }
        }
        write(sparse, posterior);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%d x %d pixels from %d frames and %d indexed points in %.1f s: mean uncertainty %.2f degrees%n%s%n",
                        light.rows(),
                        light.cols(),
                        light.frames().size(),
                        sparse.points().size(),
                        (System.nanoTime() - begin) / 1e9,
                        posterior.meanUncertaintyDeg(snapshot),
                        out);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Snapshot snapshot(LightStack light, SparsePoints sparse, PlScaling scaling) {
        ScanGrid grid = sparse.grid();
        PlStack stack = new PlStack(grid, light.frames().size(), scaling);
        for (int k = 0; k < light.frames().size(); k++) {
            stack.add(k, k * stepDeg, 0, grid.rows(), light.frames().get(k));
        }
        PlImage image = stack.image()
                .orElseThrow(() -> bad(pl + " has " + light.frames().size() + " frames at steps of " + stepDeg
                        + " degrees; needed are at least " + PlStack.MIN_FRAMES
                        + " whose angles differ modulo 180 degrees"));
        return new Snapshot(grid, sparse.phase().laue(), PlFit.made(image), sparse.points(), everywhere(grid));
    }

    private Posterior draw(PosteriorSampler sampler, Snapshot snapshot) {
        if (System.console() == null) {
            return sampler.sample(snapshot, seed);
        }
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("reconstruct")
                .setInitialMax(-1) // how long it takes is not known, that it goes on is seen
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            return sampler.sample(snapshot, seed);
        }
    }

    private void write(SparsePoints sparse, Posterior posterior) throws IOException {
        ScanGrid grid = sparse.grid();
        OrientationMap map = posterior.map();
        float[] uncertainty = posterior.uncertaintyDeg();
        byte[] phases = new byte[grid.size()];
        Arrays.fill(phases, (byte) sparse.phase().id());
        float[] quality = new float[grid.size()];
        Arrays.fill(quality, 1);
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        CtfWriter.write(
                new EbsdMap(grid, List.of(sparse.phase()), phases, map.quaternions(), quality, List.of()),
                uncertainty,
                "Sunstone, reconstructed; MAD is the uncertainty",
                out);
        picture(
                "ipf",
                Plate.ipf(map, "Map from " + sparse.points().size() + " points")
                        .boundaries(Grains.of(map))
                        .points(sparse.points()));
        double end = Math.max(1, Math.ceil(quantile(uncertainty)));
        picture("uncertainty", Plate.degrees("Uncertainty", grid, uncertainty, everywhere(grid), end));
    }

    private void picture(String what, Plate plate) throws IOException {
        String name = String.valueOf(out.getFileName());
        Path file = out.resolveSibling(name.substring(0, name.length() - ".ctf".length()) + "-" + what + ".png");
        Files.write(file, Png.bytes(plate.image()));
    }

    private static boolean[] everywhere(ScanGrid grid) {
        boolean[] all = new boolean[grid.size()];
        Arrays.fill(all, true);
        return all;
    }

    /** The value that 98% do not exceed. */
    private static double quantile(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (0.98 * (sorted.length - 1))];
    }

    private void require(boolean met, String otherwise) {
        if (!met) {
            throw bad(otherwise);
        }
    }

    private ParameterException bad(@Nullable String reason) {
        return new ParameterException(spec.commandLine(), String.valueOf(reason));
    }
}
