package sunstone.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.Observation;
import sunstone.models.prior.OnnxPrior;

/** {@code sunstone model}: looks at a prior. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Checks or describes an ONNX prior. FILE is the model, its card model.json lies beside it.")
final class ModelCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--device",
            scope = picocli.CommandLine.ScopeType.INHERIT,
            defaultValue = "cpu",
            paramLabel = "NAME",
            description = "cpu, cuda:N or auto (default ${DEFAULT-VALUE}).")
    String device;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "verify or describe is missing");
    }

    private OnnxPrior open(Path file) {
        try {
            return OnnxPrior.open(file, device, Runtime.getRuntime().availableProcessors());
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), Sunstone.firstLine(e), e);
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Checks a model against the contract: card, digest, inputs, outputs, and a pass at two sizes.")
    int verify(@Parameters(paramLabel = "FILE", description = "The ONNX file.") Path file) {
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxPrior prior = open(file)) {
            int stride = prior.card().stride();
            for (int[] size : new int[][] {{4 * stride, 4 * stride}, {6 * stride, 5 * stride}}) {
                String fault = pass(prior, size[0], size[1]);
                if (fault != null) {
                    throw new ParameterException(
                            spec.commandLine(), file + ": pass at " + size[0] + " x " + size[1] + " px " + fault);
                }
                out.printf("pass at %d x %d px: finite, repeatable%n", size[0], size[1]);
            }
            out.printf(
                    "%s follows the contract, sha256 %s%n", file, prior.card().sha256());
            out.flush();
        }
        return 0;
    }

    /** Two equal passes on noise; what is wrong with them, or null. */
    private static @Nullable String pass(OnnxPrior prior, int rows, int cols) {
        int n = rows * cols;
        int channels = prior.card().channels().size();
        SplittableRandom random = new SplittableRandom(1);
        float[][] samples = new float[2][channels * n];
        for (int i = 0; i < channels * n; i++) {
            samples[0][i] = (float) random.nextGaussian();
            samples[1][i] = samples[0][i];
        }
        Observation nothing = Observation.of(
                new ScanGrid(rows, cols, 1),
                LaueGroup.of(prior.card().laue()),
                null,
                List.of(),
                prior.card().orientationScaling());
        float[][] first = prior.denoise(samples, 0.9, nothing, rows, cols);
        float[][] second = prior.denoise(samples, 0.9, nothing, rows, cols);
        for (int i = 0; i < channels * n; i++) {
            if (!Float.isFinite(first[0][i])) {
                return "gave " + first[0][i];
            }
            if (first[0][i] != second[0][i]) {
                return "gave " + first[0][i] + " and then " + second[0][i];
            }
        }
        return null;
    }

    @Command(mixinStandardHelpOptions = true, description = "Prints what the card says of a model.")
    int describe(@Parameters(paramLabel = "FILE", description = "The ONNX file.") Path file) {
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxPrior prior = open(file)) {
            ModelCard card = prior.card();
            out.printf("name        %s%n", card.name());
            out.printf("sha256      %s%n", card.sha256());
            out.printf("Laue group  %s%n", card.laue());
            out.printf("channels    %s%n", String.join(", ", card.channels()));
            out.printf("stride      %d px%n", card.stride());
            out.printf(
                    "prediction  %s, schedule %s%n",
                    card.prediction(), card.schedule().kind());
            out.printf("PL features %s%n", card.pl().features());
            ModelCard.Training t = card.training();
            if (t != null) {
                out.printf(
                        Locale.ROOT,
                        "training    %,d weights, %,d steps of %d examples of %d px, %.1f h, seed %d, %s%n",
                        t.parameters(),
                        t.steps(),
                        t.batch(),
                        t.size(),
                        t.hours(),
                        t.seed(),
                        t.data());
            }
            ModelCard.Quality q = card.quality();
            if (q != null) {
                q.denoising()
                        .forEach(d -> out.printf(
                                Locale.ROOT,
                                "denoising   time %.2f  rms %.4f of the scaled channels%n",
                                d.time(),
                                d.rms()));
            }
            out.flush();
        }
        return 0;
    }
}
