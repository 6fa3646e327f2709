package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.SparsePoints;
import sunstone.connectors.format.light.LightStack;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.registration.Registration;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.polarizedlight.stack.PlStack;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.OnnxPrior;

/** {@code sunstone reconstruct}: the full map from files of polarized light and sparse EBSD, without an instrument. */
@Command(
        name = "reconstruct",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the full orientation map from a polarized-light stack and sparse EBSD points.",
            "Writes FILE (.ctf, .ang or .h5; column MAD or Fit is the uncertainty in degrees, Bands or SEM is 1 at measured"
                    + " pixels and 0 at guessed ones) and, beside it, pictures of the map and its uncertainty.",
            "Pixels of other phases, and pixels that were measured in vain, stay what they are."
        })
final class ReconstructCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--pl",
            required = true,
            paramLabel = "STACK",
            description =
                    "Frames of polarized light of the field of the points, of any number of pixels: a TIFF with a page for"
                            + " each, or a folder of TIFF, PNG or JPEG images in the order of the stage angles in their names"
                            + " (_120deg) or in a table (file,stageDeg), else of their names; dark and flat are the fields of"
                            + " those names. Full scale is the largest value of 8 or 16 bits; exposure, black level and place"
                            + " are learnt from the points.")
    Path pl;

    @Option(
            names = "--ebsd",
            required = true,
            paramLabel = "SPARSE",
            description = "Measured points: an EBSD map whose other pixels were not measured (" + EbsdMaps.READ
                    + "; FILE#NAME for one scan of several), or .csv with columns row, col (from 0) or x, y (um),"
                    + " phi1, Phi, phi2 (Bunge, degrees) and, if known, phase and confidence.")
    Path ebsd;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Map to write, ending in " + EbsdMaps.WRITTEN + ".")
    Path out;

    @Option(
            names = "--grid",
            paramLabel = "ROWSxCOLS",
            description =
                    "Raster of a .csv (default that of the light), or the finer raster that a map of coarser step is"
                            + " brought onto, such as that of the light.")
    @Nullable
    String grid;

    @Option(
            names = "--step-um",
            defaultValue = "0",
            paramLabel = "X",
            description = "Step of the raster of a .csv, micrometres; needed where its points are x, y.")
    double stepUm;

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

    @Mixin
    LightOptions lightOptions;

    @Mixin
    LayerOptions layers;

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
        require(EbsdMaps.writes(out), "--out must end in " + EbsdMaps.WRITTEN + ": " + out);
        require(grid == null || grid.matches("[1-9]\\d{0,4}[xX][1-9]\\d{0,4}"), "--grid must be ROWSxCOLS: " + grid);
        require(stepUm >= 0 && Double.isFinite(stepUm), "--step-um must be 0 or more: " + stepUm);
        require(Double.isFinite(stepDeg) && stepDeg != 0, "--step-deg must not be 0: " + stepDeg);
        try {
            ensemble.check();
            layers.check();
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
        require(List.of("X||a*", "X||a").contains(axes), "--crystal-axes must be X||a* or X||a: " + axes);
        long begin = System.nanoTime();
        LightStack light;
        SparsePoints sparse;
        Optics known;
        Registration aligned;
        try {
            known = lightOptions.known();
            light = LightStack.read(pl);
            String[] size =
                    grid == null ? new String[0] : grid.toLowerCase(Locale.ROOT).split("x");
            int rows = grid == null ? light.rows() : Integer.parseInt(size[0]);
            int cols = grid == null ? light.cols() : Integer.parseInt(size[1]);
            sparse = SparsePoints.read(ebsd, rows, cols, stepUm, phase, axes.endsWith("*"));
            if (grid != null && (sparse.grid().rows() != rows || sparse.grid().cols() != cols)) {
                sparse = sparse.onto(rows, cols);
            }
            aligned = lightOptions.aligned(sparse.grid(), raster(light, sparse));
        } catch (IOException | IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
        light.notes().forEach(n -> spec.commandLine().getOut().println("note: " + n));
        sparse.map().notes().forEach(n -> spec.commandLine().getOut().println("note: " + n));
        Snapshot snapshot;
        Posterior posterior;
        if (model.equals(AgentConfig.Model.NONE)) {
            snapshot = snapshot(light, sparse, known, aligned, PlScaling.canonical());
            posterior = draw(new NearestFill(), snapshot);
        } else {
            try (OnnxPrior prior = ensemble.where.open(
                    Installation.resolve(model), Runtime.getRuntime().availableProcessors())) {
                snapshot = snapshot(light, sparse, known, aligned, prior.card().plScaling());
                posterior = draw(new EnsembleSampler(prior, ensemble.members), snapshot);
            } catch (IOException | IllegalArgumentException e) {
                throw bad(e.getMessage());
            }
        }
        write(sparse, posterior);
        layers.write(
                snapshot,
                posterior,
                IntStream.range(0, light.frames().size())
                        .mapToObj(k -> stageDeg(light, k))
                        .toList(),
                spec.commandLine().getOut());
        lightOptions.report(snapshot.learntLight(), spec.commandLine().getOut());
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%d x %d pixels from %d frames and %d indexed points in %.1f s: mean uncertainty %.2f degrees%n%s%n",
                        sparse.grid().rows(),
                        sparse.grid().cols(),
                        light.frames().size(),
                        sparse.points().size(),
                        (System.nanoTime() - begin) / 1e9,
                        posterior.meanUncertaintyDeg(snapshot),
                        out);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static ScanGrid raster(LightStack light, SparsePoints sparse) {
        ScanGrid grid = sparse.grid();
        double stepUm = grid.stepUm() * grid.rows() / light.rows(); // both show one field
        return new ScanGrid(light.rows(), light.cols(), stepUm);
    }

    private Snapshot snapshot(
            LightStack light, SparsePoints sparse, Optics known, @Nullable Registration aligned, PlScaling scaling) {
        ScanGrid raster = raster(light, sparse);
        PlStack stack = new PlStack(raster, light.frames().size(), scaling);
        for (int k = 0; k < light.frames().size(); k++) {
            stack.add(k, stageDeg(light, k), 0, raster.rows(), light.frames().get(k));
        }
        PlImage image = stack.image()
                .orElseThrow(() -> bad(pl + " has " + light.frames().size() + " frames at steps of " + stepDeg
                        + " degrees; needed are at least " + PlStack.MIN_FRAMES
                        + " whose angles differ modulo 180 degrees"));
        return new Snapshot(
                sparse.grid(),
                sparse.phase().laue(),
                PlFit.made(image, known, aligned),
                sparse.points(),
                sparse.open());
    }

    private double stageDeg(LightStack light, int frame) {
        return light.stageDeg().isEmpty() ? frame * stepDeg : light.stageDeg().get(frame);
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
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Reconstruction whole = Reconstruction.of(sparse, posterior);
        EbsdMaps.write(
                whole.map(),
                uncertainty,
                whole.measured(),
                "Sunstone, reconstructed; MAD or Fit: uncertainty; Bands or SEM: 1 measured, 0 guessed",
                out);
        picture(
                "ipf",
                Plate.ipf(map, "Map from " + sparse.points().size() + " points")
                        .boundaries(Grains.of(map))
                        .points(sparse.points()));
        double end = Math.max(1, Math.ceil(quantile(uncertainty)));
        picture("uncertainty", Plate.degrees("Uncertainty", grid, uncertainty, sparse.open(), end));
    }

    private void picture(String what, Plate plate) throws IOException {
        String name = String.valueOf(out.getFileName());
        Path file = out.resolveSibling(name.substring(0, name.lastIndexOf('.')) + "-" + what + ".png");
        Files.write(file, Png.bytes(plate.image()));
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
